import type { Approval } from '../../../src/core/approval.ts';
import type { EntrySet, Posting, Unit } from '../../../src/core/ledger.ts';
import type { AdmissionRules } from '../../../src/core/policy.ts';
import type { JobStory } from '../../../src/core/story.ts';
import type { LedgerReport } from '../../../src/core/ports/store.ts';
import type { App, Told } from '../app.ts';
import type { ChatWorld } from '../chat-world.ts';
import type { Talents } from '../engine/talents.ts';
import type { Task } from '../engine/tasks.ts';
import type { EngineWorld } from '../engine/world.ts';
import type { Rule } from '../journal.ts';
import type { LeaseCount, SlotCount, UsageCount } from '../store-pool.ts';
import type { Witness } from '../witness.ts';

/** Everything there is to know when a run has come to rest. */
export type End = {
  readonly nowMs: number;
  readonly stories: readonly JobStory[];
  readonly engines: readonly EngineWorld[];
  readonly chats: readonly ChatWorld[];
  readonly witness: Witness;
  /** The keys of all files in the media store. */
  readonly storedKeys: () => readonly string[];
  /** Every row of the database, as text. */
  readonly stored: () => string;
  readonly ledger: LedgerReport;
  readonly slots: readonly SlotCount[];
  readonly leases: readonly LeaseCount[];
  readonly counters: readonly UsageCount[];
  /** What is in the books with no job behind it. */
  readonly otherSets: readonly EntrySet[];
  /** Every ask for a moderator's yes, and what it came to. */
  readonly approvals: readonly Approval[];
  readonly told: readonly Told[];
  /** Tasks whose success was announced to us, and the announcement taken. */
  readonly notedSuccesses: ReadonlySet<Task>;
  readonly rules: AdmissionRules;
  readonly wasHindered: (app: App, fromMs: number, toMs: number) => boolean;
  /** Whether something came between a process of this name and what it was about to do, between these. */
  readonly wasCutShort: (processName: string, fromMs: number, toMs: number) => boolean;
  /** When this process was killed, or hindered at its stop. */
  readonly cutOffAtMs: (app: App) => number | null;
  readonly violate: (rule: Rule, jobId: string | null, text: string) => void;
};

export type TaskAtEnd = { readonly task: Task; readonly talents: Talents; readonly story: JobStory };

/** The engines' tasks with the jobs that they were for. */
export function tasksOf({ engines, witness, stories }: End): TaskAtEnd[] {
  const storyOf = new Map<string, JobStory>(stories.map((story) => [story.view.job.id, story]));
  return engines.flatMap(({ tasks, talents }) =>
    [...tasks.values()].flatMap((task) => {
      const story = storyOf.get(witness.jobOf(task.attemptId) ?? '');
      return story ? [{ task, talents, story }] : [];
    }),
  );
}

/** What an account of this kind gained over all these postings. */
export function gainOf(postings: readonly Posting[], kind: Posting['account']['kind'], unit: Unit): number {
  return postings
    .filter((posting) => posting.account.kind === kind && posting.unit === unit)
    .reduce((sum, { amount }) => sum + amount, 0);
}

export function nameOf({ view: { job } }: JobStory): string {
  return `#${job.number} of ${job.tenantId}`;
}

/** Said here once more on purpose, in the words of the design. */
export function isOver({ view: { job } }: JobStory): boolean {
  return ['ready', 'failed', 'refused', 'cancelled'].includes(job.state.kind);
}
