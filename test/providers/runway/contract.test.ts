import { providerContract } from '../../contracts/provider.ts';
import { encodeMp4 } from '../../media/sample-clips.ts';
import { openWorld } from './fixture.ts';

const clip = encodeMp4(2);

providerContract('runway', async () => {
  const world = await openWorld();
  const { runway, provider, ask } = world;
  return {
    provider,
    ask: () => ask(),
    complete: async ({ taskId }) => runway.find(taskId).succeed({ clip: await clip }),
    unknownTaskId: '17f20503-6c24-4c16-946b-35dbbce2af2f',
    createsAccepted: async () => runway.tasks.length,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
});
