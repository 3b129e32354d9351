import { setTimeout as sleep } from 'node:timers/promises';
import { visit, type Visitor } from './console/visitor.ts';
import { answers, type Figure, percentile } from './figures.ts';
import { startService } from './running-service.ts';

const consoles = 50;
const commands = 200;
const spacingMs = 25;
const answerMsMax = 300;
const answersWhenQuiet = 50;

const small = '/video a red ball rolls across a wooden floor --seconds 1 --size 64x64 --fps 24 --fresh';
const long = '/video waves on a beach at sunset --seconds 20 --size hd --fps 60 --fresh --yes';

/**
 * How long the answer to a command takes: alone, and with 50 open consoles and a clip being rendered, 200 commands one
 * each 25 ms, and 200 at once. The load comes from another process than the service.
 */
export async function consoleFigures(): Promise<readonly Figure[]> {
  await using service = await startService();
  const first = await visit(service.address);
  const quiet = await paced(answersWhenQuiet, spacingMs, () => first.command('/videos quota'));

  const visitors = await Promise.all(Array.from({ length: consoles - 1 }, () => visit(service.address)));
  const all: readonly [Visitor, ...Visitor[]] = [first, ...visitors];
  await first.command(long);
  await untilRendering(first);
  const next = (turn: number): Visitor => all[turn % all.length] ?? first;
  const spread = await paced(commands, spacingMs, (turn) => next(turn).command(small));
  const atOnce = await Promise.all(Array.from({ length: commands }, (_, turn) => next(turn).command(small)));
  const received = all.map((visitor) => visitor.received());
  for (const visitor of all) visitor.close();

  return [
    ...answers('a command alone', quiet, null),
    ...answers(`${commands} commands, one each ${spacingMs} ms, ${consoles} consoles, rendering`, spread, answerMsMax),
    ...answers(`${commands} commands at once, ${consoles} consoles, rendering`, atOnce, null),
    {
      name: 'with 50 consoles and rendering, against alone (p50)',
      value: percentile(spread, 0.5) / percentile(quiet, 0.5),
      unit: 'times',
      max: null,
    },
    {
      name: 'messages that the console with fewest received',
      value: Math.min(...received),
      unit: 'messages',
      max: null,
    },
  ];
}

/** Starts one each so many ms, whether or not the earlier ones are answered, as people do. */
async function paced(times: number, everyMs: number, run: (turn: number) => Promise<number>): Promise<number[]> {
  const running: Promise<number>[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    running.push(run(turn));
    await sleep(everyMs);
  }
  return Promise.all(running);
}

/** The status of the long clip has been shown again and again: its renderer is at work. */
async function untilRendering(visitor: Visitor): Promise<void> {
  const before = visitor.received();
  while (visitor.received() < before + 5) await sleep(50);
}
