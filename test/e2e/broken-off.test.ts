import { readdir, stat } from 'node:fs/promises';
import { describe, type ExpectStatic, it } from 'vitest';
import { Machine } from './program.ts';

const small = ['--size', '160x90', '--seconds', '1', '--fps', '24'];
/** Takes long enough to be killed in the middle. */
const slow = ['[slow] a red ball', ...small, '--out', 'ball.mp4'];
/** These render for real, in processes of their own. */
const realTimeMs = 60_000;

describe.concurrent('broken off and run again', { timeout: realTimeMs }, () => {
  it.for<[string, RegExp]>([
    ['while it waits', /in line/],
    ['while it renders', /rendering: [1-9]/],
  ])('with kill -9 %s, the clip arrives once and is charged once', async ([, words], { expect }) => {
    await using machine = await Machine.start();
    const first = machine.start('make', slow);
    await first.told(words);
    await first.kill('SIGKILL');
    const second = await machine.run('make', slow);
    expect(second.err).toMatch(/^Going on with #1/);
    expect(second).toMatchObject({ code: 0, out: `${machine.file('ball.mp4')}\n` });
    await expectOneClip(machine, expect);
  });

  it('with Ctrl+C, it says how to go on, and goes on', async ({ expect }) => {
    await using machine = await Machine.start();
    const first = machine.start('make', slow);
    await first.told(/rendering/);
    const stopped = await first.kill('SIGINT');
    expect(stopped.code).toBe(130);
    expect(stopped.err).toMatch(/#1 is kept: run the same command again to go on/);
    expect(await machine.run('make', slow)).toMatchObject({ code: 0 });
    await expectOneClip(machine, expect);
  });

  it('and finished by somebody else in between, it is handed out, not bought again; told once, it is made anew', async ({
    expect,
  }) => {
    await using machine = await Machine.start();
    const command = ['a red ball', ...small, '--out', 'ball.mp4'];
    const first = machine.start('make', command);
    await first.told(/in line/);
    await first.kill('SIGKILL');
    const service = machine.start('main', []);
    while ((await machine.story(1)).view.deliveries[0]?.state.kind !== 'sent') expect(service.isRunning()).toBe(true);
    await service.kill('SIGINT');
    expect(await machine.run('make', command)).toMatchObject({ code: 0, out: `${machine.file('ball.mp4')}\n` });
    await expectOneClip(machine, expect);
    expect((await machine.run('make', [...command, '--json'])).out).toMatch(/"number":2/);
  });

  it("when the create's answer is lost, the engine is asked and the clip is bought once", async ({ expect }) => {
    await using machine = await Machine.start();
    const ended = await machine.run('make', ['a ball [lost]', ...small, '--out', 'ball.mp4']);
    expect(ended.err).toMatch(/no answer from demo\/reel yet/);
    expect(ended.code).toBe(0);
    await expectOneClip(machine, expect);
  });

  async function expectOneClip(machine: Machine, expect: ExpectStatic): Promise<void> {
    const { view, attempts } = await machine.story(1);
    // An attempt that was proved never taken bought nothing.
    expect(attempts.filter(({ state }) => state.kind !== 'rejected')).toHaveLength(1);
    expect(view.deliveries).toMatchObject([{ state: { kind: 'sent', message: machine.file('ball.mp4') } }]);
    expect(view.chargedMicroUsd).toBe(view.job.quoteMicroUsd);
    expect(await machine.books()).toEqual({ jobs: 1, problems: [] });
    expect(await readdir(machine.dir)).toEqual(['ball.mp4', 'data']);
    expect((await stat(machine.file('ball.mp4'))).size).toBeGreaterThan(1_000);
  }
});
