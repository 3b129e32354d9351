import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../../src/core/ports/provider.ts';
import { UnsafeAddress } from '../../../src/providers/outside.ts';
import { bytesOf, live } from '../../contracts/provider-calls.ts';
import { encodeMp4 } from '../../media/sample-clips.ts';
import { openWorld, type RunwayWorld } from './fixture.ts';

let world: RunwayWorld;
let clip: Uint8Array;
beforeAll(async () => {
  world = await openWorld();
  clip = await encodeMp4(1);
});
afterAll(() => world[Symbol.asyncDispose]());

const get = { method: 'GET', path: /^\/v1\/tasks\// };
const file = { method: 'GET', path: /^\/files\// };

async function finished() {
  const { ref, task } = await world.accepted();
  await task.succeed({ clip });
  return { ref, task };
}

async function clipOf(output: Output): Promise<Uint8Array> {
  if (output.kind !== 'stream') throw new Error(`expected a clip, got ${JSON.stringify(output)}`);
  return new Uint8Array(await bytesOf(output));
}

describe('the output', () => {
  test('is read from the address of the moment, without our key', async () => {
    const { ref } = await finished();
    expect(await clipOf(await world.provider.openOutput(ref, live()))).toEqual(clip);
  });

  test('whose address has expired is asked for once more, and comes from the fresh one', async () => {
    const { ref, task } = await finished();
    const answer = Promise.withResolvers<void>();
    const held = world.runway.faults.next(get, { answerAfter: answer.promise });
    const opening = world.provider.openOutput(ref, live());
    await held.hit;
    // The answer is made, and on its way for two days.
    await world.runway.until(() => task.addresses > 0, 'the answer');
    const since = world.runway.calls.length;
    task.expireAddresses();
    answer.resolve();
    expect(await clipOf(await opening)).toEqual(clip);
    const asked = world.runway.calls.slice(since).map(({ path }) => path.split('/')[1]);
    expect(asked).toEqual(['files', 'v1', 'files']);
  });

  test.each([401, 403, 404, 410])(
    'that answers %d at the fresh address too is not ready yet, and asked for no more this time',
    async (status) => {
      const { ref } = await finished();
      const plan = world.runway.faults.next(file, { status, headers: { 'retry-after': '3' } }, 2);
      const since = world.runway.calls.length;
      const output = await world.provider.openOutput(ref, live());
      expect(output).toEqual({ kind: 'not_ready', retryAfterMs: 3_000 });
      expect(plan.left()).toBe(0);
      expect(world.runway.calls.length - since).toBe(4);
    },
  );

  test('whose server is busy comes later, with the wait that it asks for', async () => {
    const { ref } = await finished();
    world.runway.faults.next(file, { status: 503, headers: { 'retry-after': '20' } });
    const output = await world.provider.openOutput(ref, live());
    expect(output).toEqual({ kind: 'not_ready', retryAfterMs: 20_000 });
  });

  test('of a success without an address is gone, and is not waited for', async () => {
    const { ref, task } = await world.accepted();
    await task.succeed({ clip: [] });
    expect((await world.provider.openOutput(ref, live())).kind).toBe('gone');
  });

  test('of a task that failed, or was deleted, is gone', async () => {
    const { ref, task } = await world.accepted();
    task.fail('INTERNAL');
    expect((await world.provider.openOutput(ref, live())).kind).toBe('gone');
    const unknown = { ...ref, taskId: '17f20503-6c24-4c16-946b-35dbbce2af2f' };
    expect((await world.provider.openOutput(unknown, live())).kind).toBe('gone');
  });

  test('of a task that still runs is not ready', async () => {
    const { ref, task } = await world.accepted();
    task.start();
    expect(await world.provider.openOutput(ref, live())).toEqual({ kind: 'not_ready', retryAfterMs: null });
  });

  test('is not taken for gone when Runway gives no answer: it is asked for again later', async () => {
    const { ref } = await finished();
    world.runway.faults.next(get, { status: 404, body: '<html>' });
    await expect(world.provider.openOutput(ref, live())).rejects.toThrow('HTTP 404');
    world.runway.faults.next(get, { status: 401, body: { error: 'No valid key' } });
    await expect(world.provider.openOutput(ref, live())).rejects.toThrow('HTTP 401');
    expect(await clipOf(await world.provider.openOutput(ref, live()))).toEqual(clip);
  });

  test('is never read from a private address, whatever an answer names', async () => {
    const { ref } = await finished();
    const body = { status: 'SUCCEEDED', output: ['https://10.0.0.8/clip.mp4'], cost: { credits: 1 } };
    world.runway.faults.next(get, { status: 200, body });
    await expect(world.provider.openOutput(ref, live())).rejects.toThrow(/private/i);
    world.runway.faults.next(get, { status: 200, body: { ...body, output: ['http://example.org/clip.mp4'] } });
    await expect(world.provider.openOutput(ref, live())).rejects.toThrow(UnsafeAddress);
  });
});
