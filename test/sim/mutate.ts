import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

/**
 * Shows that the simulation would notice: breaks one guard at a time in a copy of the sources, and runs the simulation
 * there until a rule is broken. A mutant that outlives all seeds is a failure, as is a control run that breaks a rule.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const seedsMax = 300;
const timeLimitMs = 300_000;

type Outcome = { readonly name: string; readonly breaks: string; readonly verdict: Verdict };

type Verdict =
  | { readonly kind: 'caught'; readonly rule: string; readonly seed: number }
  | { readonly kind: 'hung' }
  | { readonly kind: 'survived' }
  | { readonly kind: 'not_applied'; readonly why: string };

const reportSchema = z.object({ seed: z.int(), rule: z.string() });

const parts = ['src', 'drizzle', 'test/sim', 'test/doubles', 'test/media', 'package.json'] as const;

function copySources(from: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'reelay-mutant-'));
  for (const part of parts) cpSync(path.join(from, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** Why the mutant cannot be made, or null when it was. */
function apply({ edits }: Mutant, folder: string): string | null {
  for (const { file, find, replace } of edits) {
    const target = path.join(folder, file);
    const before = readFileSync(target, 'utf8');
    const times = before.split(find).length - 1;
    if (times !== 1) return `expected its text once in ${file}, found it ${times} times: update the mutant`;
    writeFileSync(
      target,
      before.replace(find, () => replace),
    );
  }
  return null;
}

/** Runs seeds there until one breaks a rule. */
function simulate(folder: string, firstSeed: number): Promise<Verdict> {
  return new Promise((resolve) => {
    const seeds = ['--seed', String(firstSeed), '--seeds', String(seedsMax)];
    const args = ['test/sim/cli.ts', ...seeds, '--first-failure'];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeLimitMs,
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code, signal) => {
      if (signal !== null) resolve({ kind: 'hung' });
      else if (code === 0) resolve({ kind: 'survived' });
      else resolve(verdictOf(output, errors));
    });
  });
}

function verdictOf(output: string, errors: string): Verdict {
  const report = output.split('\n').find((text) => text.startsWith('{'));
  try {
    const { seed, rule } = reportSchema.parse(JSON.parse(report ?? ''));
    return { kind: 'caught', rule, seed };
  } catch {
    return { kind: 'not_applied', why: `the simulation did not run: ${errors.trim().slice(0, 500)}` };
  }
}

async function tryOut(mutant: Mutant | null, sources: string): Promise<Verdict> {
  const folder = copySources(sources);
  try {
    const why = mutant && apply(mutant, folder);
    return why === null ? await simulate(folder, mutant?.firstSeed ?? 1) : { kind: 'not_applied', why };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function line({ name, verdict }: Outcome): string {
  const told = {
    caught: () => (verdict.kind === 'caught' ? `caught by ${verdict.rule}, seed ${verdict.seed}` : ''),
    hung: () => 'caught: the run never ended',
    survived: () => `SURVIVED ${seedsMax} seeds`,
    not_applied: () => `ERROR: ${verdict.kind === 'not_applied' ? verdict.why : ''}`,
  }[verdict.kind]();
  return `${name.padEnd(34)} ${told}\n`;
}

const wanted = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => wanted.length === 0 || wanted.some((text) => name.includes(text)));

/** All mutants are of the same sources, whatever is edited meanwhile. */
const sources = copySources(root);
const control = await tryOut(null, sources);
process.stdout.write(
  `${'(nothing broken)'.padEnd(34)} ${control.kind === 'survived' ? `no rule broken in ${seedsMax} seeds` : JSON.stringify(control)}\n`,
);

const queue = [...chosen];
const outcomes: Outcome[] = [];
async function work(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const outcome = { name: next.name, breaks: next.breaks, verdict: await tryOut(next, sources) };
    outcomes.push(outcome);
    process.stdout.write(line(outcome));
  }
}
await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work));

rmSync(sources, { recursive: true, force: true });

const failures = outcomes.filter(({ verdict }) => verdict.kind === 'survived' || verdict.kind === 'not_applied');
const caught = outcomes.length - failures.length;
process.stdout.write(`\n${caught} of ${outcomes.length} breakages were caught.\n`);
for (const { name, breaks } of failures) process.stdout.write(`not caught: ${name} (${breaks})\n`);
if (failures.length > 0 || control.kind !== 'survived') process.exitCode = 1;
