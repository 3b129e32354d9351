import { readdir, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Machine } from './program.ts';

const small = ['--size', '160x90', '--seconds', '1', '--fps', '24'];
const longer = ['--size', '640x360', '--seconds', '5', '--fps', '30'];
/** These render for real, in processes of their own. */
const realTimeMs = 60_000;

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.start();
});
afterEach(() => machine[Symbol.asyncDispose]());

describe('broken off and run again', { timeout: realTimeMs }, () => {
  it.each([
    ['while it waits', /in line/],
    ['while it renders', /rendering: [1-9]/],
  ])('with kill -9 %s, the clip arrives once and is charged once', async (_when, words) => {
    const command = ['a red ball', ...longer, '--out', 'ball.mp4'];
    const first = machine.start('make', command);
    await first.told(words);
    await first.kill('SIGKILL');
    const second = await machine.run('make', command);
    expect(second.err).toMatch(/^Going on with #1/);
    expect(second).toMatchObject({ code: 0, out: `${machine.file('ball.mp4')}\n` });
    await expectOneClip();
  });

  it('with Ctrl+C, it says how to go on, and goes on', async () => {
    const command = ['a red ball', ...longer, '--out', 'ball.mp4'];
    const first = machine.start('make', command);
    await first.told(/rendering/);
    const stopped = await first.kill('SIGINT');
    expect(stopped.code).toBe(130);
    expect(stopped.err).toMatch(/#1 is kept: run the same command again to go on/);
    expect(await machine.run('make', command)).toMatchObject({ code: 0 });
    await expectOneClip();
  });

  it('and finished by somebody else in between, it is handed out, not bought again; told once, it is made anew', async () => {
    const command = ['a red ball', ...small, '--out', 'ball.mp4'];
    const first = machine.start('make', command);
    await first.told(/in line/);
    await first.kill('SIGKILL');
    const service = machine.start('main', []);
    while ((await machine.story(1)).view.deliveries[0]?.state.kind !== 'sent') expect(service.isRunning()).toBe(true);
    await service.kill('SIGINT');
    expect(await machine.run('make', command)).toMatchObject({ code: 0, out: `${machine.file('ball.mp4')}\n` });
    await expectOneClip();
    expect((await machine.run('make', [...command, '--json'])).out).toMatch(/"number":2/);
  });

  it("when the create's answer is lost, the engine is asked and the clip is bought once", async () => {
    const ended = await machine.run('make', ['a ball [lost]', ...small, '--out', 'ball.mp4']);
    expect(ended.err).toMatch(/no answer from demo\/reel yet/);
    expect(ended.code).toBe(0);
    await expectOneClip();
  });

  async function expectOneClip(): Promise<void> {
    const { view, attempts } = await machine.story(1);
    // An attempt that was proved never taken bought nothing.
    expect(attempts.filter(({ state }) => state.kind !== 'rejected')).toHaveLength(1);
    expect(view.deliveries).toMatchObject([{ state: { kind: 'sent', message: machine.file('ball.mp4') } }]);
    expect(view.chargedMicroUsd).toBe(view.job.quoteMicroUsd);
    expect((await machine.run('cli', ['ledger', 'check'])).code).toBe(0);
    expect(await machine.run('cli', ['jobs', 'show', '2'])).toMatchObject({ code: 1 });
    expect(await readdir(machine.dir)).toEqual(['ball.mp4', 'data']);
    expect((await stat(machine.file('ball.mp4'))).size).toBeGreaterThan(1_000);
  }
});
