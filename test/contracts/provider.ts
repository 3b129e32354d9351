import { describe, expect, test } from 'vitest';
import type { Output, Provider, SubmitAsk, TaskRef } from '../../src/core/ports/provider.ts';
import { bytesOf, live, refOf } from './provider-calls.ts';

/** One provider with an engine behind it that makes no clips but those of its own test. */
export type ProviderFixture = AsyncDisposable & {
  readonly provider: Provider;
  /** An ask that the engine can do, for an attempt of its own each time. */
  ask(): SubmitAsk;
  /** Lets the engine finish an accepted task with a clip; resolves when it has. */
  complete(task: TaskRef): Promise<void>;
  /** A well-formed task id that the engine never gave out. */
  readonly unknownTaskId: string;
  /** How many creates the engine accepted so far. */
  createsAccepted(): Promise<number>;
};

/** What `core/ports/provider.ts` promises, for any implementation. */
export function providerContract(name: string, makeFixture: () => Promise<ProviderFixture>): void {
  describe(`provider contract: ${name}`, () => {
    test('its engines carry its name, so that an engine id leads back to it', async () => {
      await using fixture = await makeFixture();
      const engines = fixture.provider.capabilities();
      expect(engines.length).toBeGreaterThan(0);
      for (const engine of engines) {
        expect(engine.provider).toBe(fixture.provider.name);
        expect(engine.id).toBe(`${engine.provider}/${engine.model}`);
        expect(engine.horizonMs).toBeGreaterThan(engine.typicalMsP95);
      }
    });

    test('a submit gives a task and is one create, so that it is paid once', async () => {
      await using fixture = await makeFixture();
      const task = await accepted(fixture, fixture.ask());
      expect(task.taskId).not.toBe('');
      expect(await fixture.createsAccepted()).toBe(1);
    });

    test('polling a finished task gives the success, and the same one every time after', async () => {
      await using fixture = await makeFixture();
      const task = await completed(fixture);
      const verdict = await fixture.provider.poll(task, live());
      expect(verdict.kind).toBe('succeeded');
      for (let again = 0; again < 3; again += 1) expect(await fixture.provider.poll(task, live())).toEqual(verdict);
    });

    test('a finished clip can be read whole, and read again after a download that broke off', async () => {
      await using fixture = await makeFixture();
      const task = await completed(fixture);
      const first = await opened(fixture, task);
      const clip = await bytesOf(first);
      if (first.bytes !== null) expect(clip.length).toBe(first.bytes);
      expect(clip.length).toBeGreaterThan(0);
      await readOneChunk(await opened(fixture, task));
      expect(await bytesOf(await opened(fixture, task))).toEqual(clip);
    });

    test('a task that nobody knows is no verdict, so that a wrong answer never ends a job', async () => {
      await using fixture = await makeFixture();
      const task = { ...refOf(fixture.ask()), taskId: fixture.unknownTaskId };
      expect((await fixture.provider.poll(task, live())).kind).toBe('unreadable');
    });

    test('an accepted attempt is found by its id, so that a lost answer costs nothing', async ({ skip }) => {
      await using fixture = await makeFixture();
      const { find } = fixture.provider;
      if (find === null) return skip('its API cannot look for an attempt');
      const task = await accepted(fixture, fixture.ask());
      expect(await find.call(fixture.provider, refOf(task), live())).toEqual({ kind: 'found', taskId: task.taskId });
    });

    test('an attempt said to be never accepted stays so, whatever arrives later', async ({ skip }) => {
      await using fixture = await makeFixture();
      const { find } = fixture.provider;
      if (find === null) return skip('its API cannot look for an attempt');
      const ask = fixture.ask();
      const found = await find.call(fixture.provider, refOf(ask), live());
      expect(['never', 'not_seen']).toContain(found.kind);
      if (found.kind !== 'never') return;
      expect((await fixture.provider.submit(ask, live())).kind).toBe('rejected');
      expect(await find.call(fixture.provider, refOf(ask), live())).toEqual({ kind: 'never' });
      expect(await fixture.createsAccepted()).toBe(0);
    });

    test('a submit whose signal has aborted buys nothing', async () => {
      await using fixture = await makeFixture();
      const outcome = await fixture.provider.submit(fixture.ask(), AbortSignal.abort()).catch(() => null);
      expect(outcome?.kind).not.toBe('accepted');
      expect(await fixture.createsAccepted()).toBe(0);
    });

    test('the other calls reject when their signal has aborted, so that no lease is outlived', async () => {
      await using fixture = await makeFixture();
      const { provider } = fixture;
      const task = await completed(fixture);
      const aborted = AbortSignal.abort(new Error('the lease is over'));
      const calls = [
        provider.poll(task, aborted),
        provider.openOutput(task, aborted),
        provider.find?.(task, aborted) ?? Promise.reject(new Error('the lease is over')),
        provider.cancel?.(task, aborted) ?? Promise.reject(new Error('the lease is over')),
      ];
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    });

    test('a cancel that comes after the end is too late and destroys nothing', async ({ skip }) => {
      await using fixture = await makeFixture();
      const { cancel } = fixture.provider;
      if (cancel === null) return skip('its API cannot stop a task');
      const task = await completed(fixture);
      expect(await cancel.call(fixture.provider, task, live())).toBe('too_late');
      expect((await fixture.provider.poll(task, live())).kind).toBe('succeeded');
      expect((await bytesOf(await opened(fixture, task))).length).toBeGreaterThan(0);
    });
  });
}

async function accepted({ provider }: ProviderFixture, ask: SubmitAsk): Promise<TaskRef> {
  const result = await provider.submit(ask, live());
  if (result.kind !== 'accepted') throw new Error(`expected the ask to be accepted, got ${JSON.stringify(result)}`);
  return { ...refOf(ask), taskId: result.taskId };
}

async function completed(fixture: ProviderFixture): Promise<TaskRef> {
  const task = await accepted(fixture, fixture.ask());
  await fixture.complete(task);
  return task;
}

async function opened({ provider }: ProviderFixture, task: TaskRef): Promise<Extract<Output, { kind: 'stream' }>> {
  const output = await provider.openOutput(task, live());
  if (output.kind !== 'stream') throw new Error(`expected the finished clip to open, got ${JSON.stringify(output)}`);
  return output;
}

async function readOneChunk({ body }: Extract<Output, { kind: 'stream' }>): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
}
