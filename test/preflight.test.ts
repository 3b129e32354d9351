import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './repository/files.ts';

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

const inRepository = join(root, 'src/preflight.mjs');
let inClone = '';

// A clone before `npm ci`: the preflight and some programs, no node_modules anywhere above.
beforeAll(async () => {
  const clone = await mkdtemp(join(tmpdir(), 'reelay-preflight-'));
  inClone = join(clone, 'src/preflight.mjs');
  await mkdir(dirname(inClone));
  await cp(inRepository, inClone);
  const programs = {
    echo: `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;`,
    needy: `import { z } from 'zod'; console.log(z);`,
    broken: `throw new TypeError('a bug of ours');`,
    torn: `import './gone.ts';`,
  };
  for (const [name, code] of Object.entries(programs)) {
    await writeFile(join(dirname(inClone), `${name}.ts`), code);
  }
  await writeFile(join(clone, 'package.json'), '{ "type": "module" }');
});

afterAll(async () => {
  await rm(dirname(dirname(inClone)), { recursive: true });
});

describe('on an old Node, one sentence says what to do', () => {
  const onNode20 = { versions: { node: '20.20.2' }, platform: 'linux', arch: process.arch };

  const runtime = join(root, `node_modules/node-linux-${process.arch}`);

  it.runIf(existsSync(runtime))('with the runtime installed, that npm start brings its own', async () => {
    expect(await run([...pretend(onNode20), inRepository, 'main'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Reelay needs Node 24; this is 20.20. Run it through npm (npm start), which brings its own, or install Node 24.\n',
    });
  });

  it('before npm ci, that this comes first', async () => {
    const { code, stderr } = await run([...pretend(onNode20), inClone, 'echo']);
    expect(stderr).toBe(
      'Reelay needs Node 24; this is 20.20. Run npm ci, which brings its own, and then npm start; or install Node 24.\n',
    );
    expect(code).toBe(1);
  });

  it('where no runtime comes along, that Node must be installed', async () => {
    const onMac = { versions: { node: '18.0.1' }, platform: 'darwin', arch: 'arm64' };
    const { code, stderr } = await run([...pretend(onMac), inClone, 'echo']);
    expect(stderr).toBe(
      'Reelay needs Node 24; this is 18.0. None comes along for darwin-arm64: please install Node 24.\n',
    );
    expect(code).toBe(1);
  });

  it('also for a tool that runs next', async () => {
    const { code, stderr } = await run([...pretend(onNode20), inClone]);
    expect(stderr).toMatch(/^Reelay needs Node 24; this is 20\.20\. .*\n$/);
    expect(code).toBe(1);
  });

  it('on the real thing', async ({ skip }) => {
    const old = await findOldNode();
    skip(old === null, 'no older Node on the PATH');
    const { code, stdout, stderr } = await run([inRepository, 'main'], old ?? '');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Reelay needs Node 24; this is \d+\.\d+\. .*\n$/);
  });
});

describe('on a Node that will do', () => {
  it.each(['24.0.0', '26.1.0'])(
    '%s runs the program, which sees its own arguments and sets the exit code',
    async (node) => {
      const result = await run([...pretend({ versions: { node } }), inClone, 'echo', '--seconds', '3', 'a b']);
      expect(result).toEqual({ code: 3, stdout: '["--seconds","3","a b"]\n', stderr: '' });
    },
  );

  it('missing dependencies are one sentence', async () => {
    const sentence = { code: 1, stdout: '', stderr: 'Dependencies are missing. Run: npm ci\n' };
    expect(await run([inClone, 'needy'])).toEqual(sentence);
    expect(await run([inClone])).toEqual(sentence);
  });

  it('the check alone is silent when all is there', async () => {
    expect(await run([inRepository])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('a bug of ours shows with its stack, so that it is not taken for a missing dependency', async () => {
    const [broken, torn] = [await run([inClone, 'broken']), await run([inClone, 'torn'])];
    expect(broken.stderr).toMatch(/TypeError: a bug of ours\n\s+at .*broken\.ts:1/);
    expect(torn.stderr).toMatch(/Cannot find module .*gone\.ts/);
    expect([broken.code, torn.code]).toEqual([1, 1]);
  });
});

/** Arguments that make Node say other things about itself. */
function pretend(facts: object): string[] {
  const code = `for (const [key, value] of Object.entries(${JSON.stringify(facts)}))
    Object.defineProperty(process, key, { value });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

function run(args: readonly string[], node = process.execPath): Promise<Run> {
  return new Promise((resolve) => {
    execFile(node, args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : Number(error !== null), stdout, stderr });
    });
  });
}

async function findOldNode(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  for (const folder of folders) {
    const node = join(folder, 'node');
    const { code, stdout } = await run(['--version'], node);
    if (code === 0 && Number(/^v(\d+)\./.exec(stdout)?.[1]) < 24) return node;
  }
  return null;
}
