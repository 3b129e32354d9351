import { engineTrial } from '../../doubles/fal/trial.ts';
import { engineStory } from '../../e2e/engines/engine-story.ts';

engineStory('fal', engineTrial);
