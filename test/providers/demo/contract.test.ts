import { providerContract } from '../../contracts/provider.ts';
import { askFor, DemoFolder } from './demo-fixture.ts';

providerContract('demo', async () => {
  const folder = await DemoFolder.make();
  return {
    provider: folder.provider,
    ask: () => askFor(),
    async complete(task) {
      await folder.verdict(task);
    },
    unknownTaskId: `demo_att_${'9'.repeat(26)}`,
    createsAccepted: () => folder.accepted(),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
});
