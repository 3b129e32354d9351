import { providerContract } from '../../contracts/provider.ts';
import { openOnDouble } from './fixture.ts';

providerContract('fal', async () => {
  const onDouble = await openOnDouble();
  const { double, provider } = onDouble;
  return {
    provider,
    ask: () => onDouble.ask(),
    complete: ({ taskId }) => double.find(taskId).succeed(),
    unknownTaskId: '764cabcf-b745-4b3e-ae38-1200304cf45b',
    createsAccepted: async () => double.tasks.length,
    [Symbol.asyncDispose]: () => onDouble[Symbol.asyncDispose](),
  };
});
