import { providerContract } from '../../contracts/provider.ts';
import { askFor, openBench } from './fixture.ts';

providerContract('openrouter', async () => {
  const bench = await openBench();
  const { double } = bench;
  return {
    provider: bench.provider,
    ask: () => askFor(),
    async complete({ taskId }) {
      const job = double.jobs.find(({ id }) => id === taskId);
      if (!job) throw new Error(`expected a job that the double knows, got ${taskId}`);
      await double.succeed(job);
    },
    unknownTaskId: 'gen-vid-1763900000-99999999999999999999',
    createsAccepted: () => Promise.resolve(double.jobs.length),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
});
