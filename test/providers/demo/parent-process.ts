import { createDemoProvider } from '../../../src/providers/demo/provider.ts';
import type { TaskRef } from '../../../src/core/ports/provider.ts';
import { live, pollUntil, refOf } from '../../contracts/provider-calls.ts';
import { askFor, LogLines, StillClock } from './demo-fixture.ts';
import { systemClock } from '../../../src/system.ts';
import { parseId } from '../../../src/core/ids.ts';

/** A process that submits a long clip, says when it is being rendered, and then lives until it is killed. */
const [dir, attemptId] = process.argv.slice(2);
if (dir === undefined || attemptId === undefined) throw new Error('expected a folder and an attempt id');
const provider = createDemoProvider({ dir, clock: new StillClock(), log: new LogLines(), openInput: async () => null });
const ask = askFor({ seconds: 2, prompt: 'a ball [slow]' }, parseId('attempt', attemptId));
const result = await provider.submit(ask, live());
if (result.kind !== 'accepted') throw new Error(`expected an accepted ask, got ${result.kind}`);
const task: TaskRef = { ...refOf(ask), taskId: result.taskId };
await pollUntil(
  provider,
  task,
  (report) => report.kind === 'running' && report.phase === 'rendering',
  () => systemClock.sleep(10),
);
process.stdout.write('rendering\n');
setInterval(() => undefined, 60_000);
