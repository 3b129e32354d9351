import { engineTrial } from '../../doubles/openrouter/trial.ts';
import { engineStory } from '../../e2e/engines/engine-story.ts';

engineStory('openrouter', engineTrial);
