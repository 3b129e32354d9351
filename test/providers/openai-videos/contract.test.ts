import { providerContract } from '../../contracts/provider.ts';
import { openOnDouble } from './fixture.ts';

providerContract('openai-videos', async () => {
  const onDouble = await openOnDouble();
  const { double, provider } = onDouble;
  return {
    provider,
    ask: () => onDouble.ask(),
    complete: async ({ taskId }) => double.tasks.get(taskId)?.succeed(),
    unknownTaskId: 'video_9999',
    createsAccepted: async () => double.tasks.size,
    [Symbol.asyncDispose]: () => onDouble[Symbol.asyncDispose](),
  };
});
