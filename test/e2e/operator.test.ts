import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Machine } from './program.ts';

/** Commands that are other files' business: installing, and the suites themselves. */
const notRunHere = /^npm (ci|test|start|run (verify|sim|mutate))\b/;

async function shownIn(file: string): Promise<string[]> {
  const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  const blocks = Array.from(text.matchAll(/```sh\n(.*?)```/gs), ([, block = '']) => block);
  const lines = blocks
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => line.replace(/\s+#.*$/, '').split(' && '));
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !notRunHere.test(line));
}

/** Words as a shell would split them: quotes hold words together. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
}

describe.concurrent('what the documents show', { timeout: 60_000 }, () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  it('runs as shown, in the order shown, on a new machine', async ({ expect }) => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'docs/engines.md', 'docs/quotas.md'];
    const commands = (await Promise.all(pages.map(shownIn))).flat();
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const [npm, run, script, dashes, ...args] = wordsOf(command);
      expect({ command, start: [npm, run, dashes] }).toEqual({ command, start: ['npm', 'run', '--'] });
      expect(['make', 'reelay']).toContain(script);
      const smaller = script === 'make' ? ['--size', '160x90', '--seconds', '1', '--fps', '24'] : [];
      const { code, out } = await machine.run(script === 'make' ? 'make' : 'cli', [...args, ...smaller]);
      expect({ command, code, saysNothing: out === '' }).toEqual({ command, code: 0, saysNothing: false });
    }
  });
});

describe.concurrent("the operator's commands", { timeout: 60_000 }, () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
  });
  afterAll(() => machine[Symbol.asyncDispose]());

  it.for<[string[], number, RegExp]>([
    [['tenants', 'allow', 'discord:1', '--budget', '100'], 0, /discord:1 may use real engines: 100 credits a day/],
    [
      ['tenants', 'list'],
      0,
      /discord:1 · up to 100 credits a day.* · 0 credits used today.*\n.*Budget of the service this month: \$0 of \$100/,
    ],
    [['tenants', 'allow', 'Somewhere!'], 2, /expected a tenant such as discord:123/],
    [['tenants', 'allow', 'discord:1', '--budget', '-5'], 2, /whole number of credits from 1/],
    [
      ['quota', 'set', 'everybody', '10/day', '--reason', 'friday'],
      0,
      /3 videos a day \(service default\) → 10 videos a day/,
    ],
    [['quota', 'set', 'budget', '10/dya'], 2, /got "10\/dya"\. Did you mean 10\/day\?/],
    [['usage', '--csv'], 0, /^day,tenant,user,user_id,engine,play_money,requested,/],
    [['quota', 'grant', 'Zoe', '50', 'credits'], 1, /Nobody of discord:1 is known as "Zoe"/],
    [['engines', 'check'], 0, /No engine that costs money is set up/],
    [['engines', 'disable', 'demo', '--reason', 'on holiday'], 0, /Switched off: demo\/reel/],
    [['engines', 'list'], 0, /0 of 1 engine can be asked:\n.*OUT: switched off \(on holiday\)/],
    [['engines', 'enable', 'demo/reel'], 0, /Can be asked again: demo\/reel/],
    [['engines', 'enable', 'demoo'], 2, /got demoo\. Did you mean demo\?/],
    [['jobs', 'list'], 0, /There are no jobs yet/],
    [['jobs', 'show', '7'], 1, /no job #7 of any tenant/],
    [['jobs', 'show', '7', '--tenant', 'discord:1'], 1, /no job #7 of discord:1/],
    [['jobs', 'show', 'seven'], 2, /whole number from 1, got "seven"/],
    [['jobs', 'resolve', '7'], 2, /--made TASK, --never or --give-up/],
    [['jobs', 'resolve', '7', '--never', '--give-up'], 2, /cannot be used with/],
    [['jbos'], 2, /unknown command 'jbos'.*Did you mean jobs/s],
    [['jobs', 'show', '--help'], 0, /--json/],
  ])('%j exits with %i and says so', { concurrent: false }, async ([args, code, words], { expect }) => {
    const ended = await machine.run('cli', args);
    expect(ended.out + ended.err).toMatch(words);
    expect(ended.err).not.toMatch(/ at .*\.ts:\d+/);
    expect(ended.code).toBe(code);
  });
});
