import { engineTrial } from '../../doubles/openai-videos/trial.ts';
import { engineStory } from '../../e2e/engines/engine-story.ts';

engineStory('openai-videos', engineTrial);
