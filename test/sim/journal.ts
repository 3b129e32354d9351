import { type Happening, isHappening } from './happenings.ts';

/** What must never be broken, each in the words of the promise. */
export const rules = {
  ends: 'every admitted job ends, or waits for a reason that has a name',
  books: 'every hold ends and every credit is explained',
  purchase: 'nothing is bought twice',
  post: 'nothing is posted twice, and nothing where it does not belong',
  status: 'what people see of a request is how it stands',
  clips: 'nothing paid for is lost',
  quota: 'no more is admitted than the policy allows',
  sharing: 'a clip is given only to those for whom it was shown',
  leases: 'a step is worked on by one owner at a time',
  asking: 'an engine is asked only what it may be asked',
  news: 'news from an engine makes us ask at once',
  forgotten: 'nothing of a forgotten person is kept but the books',
  leaks: 'a worker that stopped leaves nothing behind',
  errors: 'nothing fails in a way that nobody expected',
} as const;

export type Rule = keyof typeof rules;

export type Violation = { readonly rule: Rule; readonly jobId: string | null; readonly text: string };

/** One line of the timeline. Lines of no job belong to every story. */
export type Line = {
  readonly atMs: number;
  readonly who: string;
  readonly jobId: string | null;
  readonly text: string;
};

/** What happened in a run, for its story, its count of happenings and its fingerprint. */
export type Journal = {
  say(who: string, jobId: string | null, text: string): void;
  readonly count: (happening: Happening) => void;
  /** Counts what the core gave a name, such as an end of a job. One that the list lacks is something nobody expected. */
  countNamed(kind: 'job' | 'delivery' | 'refusal', name: string): void;
  readonly violate: (rule: Rule, jobId: string | null, text: string) => void;
  readonly lines: readonly Line[];
  readonly counts: ReadonlyMap<Happening, number>;
  readonly violations: readonly Violation[];
};

export function createJournal(nowMs: () => number): Journal {
  const lines: Line[] = [];
  const counts = new Map<Happening, number>();
  const violations: Violation[] = [];
  const count = (happening: Happening): void => void counts.set(happening, (counts.get(happening) ?? 0) + 1);
  function violate(rule: Rule, jobId: string | null, text: string): void {
    violations.push({ rule, jobId, text });
    lines.push({ atMs: nowMs(), who: 'RULE BROKEN', jobId, text });
  }
  return {
    lines,
    counts,
    violations,
    say: (who, jobId, text) => void lines.push({ atMs: nowMs(), who, jobId, text }),
    count,
    countNamed(kind, name) {
      const happening = `${kind}: ${name}`;
      if (isHappening(happening)) count(happening);
      else violate('errors', null, `"${happening}" is not in the list of what can happen (happenings.ts)`);
    },
    violate,
  };
}
