import { engineTrial } from '../../doubles/runway/trial.ts';
import { engineStory } from '../../e2e/engines/engine-story.ts';

engineStory('runway', engineTrial);
