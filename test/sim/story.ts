import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { type Line, rules, type Violation } from './journal.ts';
import type { RunReport } from './run.ts';

const linesMax = 60;

/** What went wrong in a run, as a short story: the rule, what broke it, what led to it, and how to see it again. */
export function storyOf({ seed, startedAtMs, journal, violations }: RunReport): string {
  const [violation, ...others] = violations;
  if (!violation) return `Seed ${seed}: nothing was broken.`;
  const lines = folded(linesAbout(violation, journal.lines));
  const left = lines.length - linesMax;
  const shown = left > 0 ? [...lines.slice(0, linesMax / 3), null, ...lines.slice(-(linesMax * 2) / 3)] : lines;
  return [
    `Seed ${seed} broke a rule: ${rules[violation.rule]}.`,
    '',
    `  ${violation.text}`,
    '',
    ...shown.map((line) => (line ? `  ${told(line, startedAtMs)}` : `  ... ${left} lines left out ...`)),
    '',
    ...(others.length > 0 ? [`  and ${others.length} more: ${others[0]?.text ?? ''}`, ''] : []),
    `Repeat: npm run sim -- --seed ${seed}`,
  ].join('\n');
}

/** The lines of its job, and what happened to everybody meanwhile. Of no job in particular: the last that happened. */
function linesAbout({ jobId }: Violation, lines: readonly Line[]): readonly Line[] {
  if (jobId === null) return lines.slice(-linesMax / 2);
  const first = lines.findIndex((line) => line.jobId === jobId);
  const last = lines.findLastIndex((line) => line.jobId === jobId);
  return lines.slice(Math.max(0, first), last + 1).filter((line) => line.jobId === null || line.jobId === jobId);
}

/** Leaves out what repeats itself, such as poll after poll, but for the first and the last round. */
function folded(lines: readonly Line[]): readonly Line[] {
  const kept: Line[] = [];
  const kinds = lines.map(({ who, text }) => `${who} ${text.replaceAll(/[\d.]+/g, '#')}`);
  for (let at = 0; at < lines.length;) {
    const round = [2, 3, 4, 1].find((length) => roundsAt(kinds, at, length) > 2) ?? 0;
    const rounds = round === 0 ? 1 : roundsAt(kinds, at, round);
    const end = at + Math.max(1, round * rounds);
    const last = lines[end - 1];
    if (round === 0 || !last) {
      kept.push(...lines.slice(at, at + 1));
    } else {
      kept.push(...lines.slice(at, at + round));
      kept.push({ ...last, who: '', text: `... the same ${rounds - 1} times more, until now` });
    }
    at = end;
  }
  return kept;
}

/** How often in a row the lines from here on repeat, in rounds of this length. */
function roundsAt(kinds: readonly string[], at: number, length: number): number {
  let rounds = 1;
  const isRepeated = (): boolean =>
    kinds.slice(at, at + length).every((kind, index) => kinds[at + rounds * length + index] === kind);
  while (isRepeated()) rounds += 1;
  return rounds;
}

function told({ atMs, who, text }: Line, startedAtMs: number): string {
  return `${since(atMs - startedAtMs)}  ${who.padEnd(14)}  ${text}`;
}

/** `1d 02:03:04.005` since the run began. */
export function since(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(ms / DAY);
  const clock = `${two((ms % DAY) / HOUR)}:${two((ms % HOUR) / MINUTE)}:${two((ms % MINUTE) / SECOND)}`;
  return `${days > 0 ? `${days}d ` : '   '}${clock}.${String(ms % SECOND).padStart(3, '0')}`;
}
