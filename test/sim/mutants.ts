import { chatMutants } from './chat-mutants.ts';
import { copyMutants } from './copy-mutants.ts';
import { type Mutant, mutant } from './mutant.ts';

const create = 'src/core/life/create.ts';
const verdict = 'src/core/life/verdict.ts';
const settlement = 'src/core/settlement.ts';
const watch = 'src/core/steps/watch.ts';
const reconcile = 'src/core/steps/reconcile.ts';
const sqlite = 'src/db/sqlite';

export const mutants: readonly Mutant[] = [
  ...chatMutants,
  ...copyMutants,

  // Nothing is bought twice.
  mutant(
    'resubmit after a lease',
    'a create whose lease ended is submitted anew instead of becoming unknown',
    reconcile,
    "if (job.state.kind !== 'unknown') return { kind: 'create_unknown', attemptId, dueAtMs: deps.clock.nowMs() };",
    "if (job.state.kind !== 'unknown') return { kind: 'never_accepted', attemptId };",
  ),
  mutant(
    'not seen means never',
    'a search that does not see the task yet is taken for proof that it was never taken',
    reconcile,
    "    case 'not_seen':\n    case 'no_answer': {",
    "    case 'not_seen':\n      return { kind: 'never_accepted', attemptId };\n    case 'no_answer': {",
  ),
  mutant(
    'silence means rejected',
    'a create without an answer is taken for a rejected one and tried again',
    'src/core/steps/submit.ts',
    "    return outcomeOf({ kind: 'unknown', detail: String(error) }, claim, attempt, { engine, takesIn }, deps);",
    "    return rejection(claim, attempt, { code: 'transient' }, deps);",
  ),
  mutant(
    'accepted twice',
    'a second word that the engine took the create is recorded over what is known',
    create,
    "  if (known === outcome.taskId) return ignored('already_recorded');\n  if (known !== null) {",
    "  if (known === '') {",
  ),
  {
    name: 'begun too late',
    breaks: 'a step is begun although its lease may end before its call',
    edits: [
      {
        file: 'src/core/worker.ts',
        find: '    return deps.clock.nowMs() + callTimeoutMs[step] > lease.untilMs;',
        replace: '    return lease.untilMs < 0 && step === null;',
      },
    ],
    firstSeed: 1_001,
  },

  // Nothing paid for is lost.
  mutant(
    'answers need a lease',
    'a task that an engine names is recorded only while the lease holds',
    'src/core/life/apply.ts',
    "    case 'accepted':\n      return accepted(agg, outcome, nowMs);",
    "    case 'accepted':\n      if (agg.lease === null || agg.lease.untilMs < nowMs) return ignored('lease_lost');\n      return accepted(agg, outcome, nowMs);",
  ),
  mutant(
    'late answers are dropped',
    'what an engine answers after the time limit is thrown away',
    'src/core/steps/submit.ts',
    "    if (limit.aborted && outcome.kind !== 'create_unknown') deps.onLateAnswer(outcome);\n",
    '',
  ),
  mutant(
    'late success ignored',
    'a success after the horizon or a cancel does not reopen the job',
    verdict,
    "const wanted = job.state.kind === 'rendering' ? isCurrent(job, attempt) : canReopen(job.state);",
    "const wanted = job.state.kind === 'rendering' && isCurrent(job, attempt);",
  ),
  mutant(
    'no answer is a verdict',
    'a poll that cannot be read ends the job',
    watch,
    "      deps.log.warn('no verdict from an engine', { attemptId, detail: report.detail });\n",
    "      return { kind: 'failed', attemptId, code: 'transient', costMicroUsd: null };\n",
  ),
  mutant(
    'one bad read is enough',
    'an output that is gone or broken once is given up',
    'src/core/steps/fetch.ts',
    'if (badReads + 1 >= readsMin && nowMs - sinceMs >= afterMs)',
    'if (badReads + 1 >= Math.min(readsMin, afterMs, 1))',
  ),
  mutant(
    'a record is tried once',
    'an outcome is dropped when the store cannot be reached at that moment',
    'src/core/recorder.ts',
    '      if (stopsAtMs !== null && nowMs >= stopsAtMs) {',
    '      if (nowMs > 0) {',
  ),
  mutant(
    'hints are lost',
    'news from an engine does not make us ask',
    'src/core/life/ask.ts',
    "  if (asksAboutIt || job.state.kind === 'unknown') return changed({ ...job, dueAtMs: nowMs });",
    "  if (asksAboutIt || job.state.kind === 'unknown') return changed(job);",
  ),
  mutant(
    'a plan overwrites news',
    'news that comes while we ask is forgotten with the plan made from the older answer',
    verdict,
    '  return agg.hintedAtMs !== null ? nowMs : dueAtMs;',
    '  return dueAtMs;',
  ),

  // Every hold ends and every credit is explained.
  mutant(
    'no release on giving up',
    'the hold of a job that is given up stays',
    settlement,
    'return [...release(books), entrySet(books, as,',
    'return [entrySet(books, as,',
  ),
  mutant(
    'no release on cancel',
    'the hold of a job that is cancelled before it was sent stays',
    'src/core/life/ask.ts',
    "        { ...enter(job, { kind: 'cancelled', attemptId: null }, nowMs), cancelRequestedAtMs: nowMs },\n        { sets: release({ ...agg, nowMs }) },",
    "        { ...enter(job, { kind: 'cancelled', attemptId: null }, nowMs), cancelRequestedAtMs: nowMs },",
  ),
  {
    name: 'captured twice',
    breaks: 'a success that is reported twice is captured twice, under a key of its own each time',
    edits: [
      {
        file: verdict,
        find: "  if (hasVerdict(attempt.state)) return ignored('already_recorded');\n  const costMicroUsd = wholeCost(outcome.costMicroUsd) ?? job.spec",
        replace: '  const costMicroUsd = wholeCost(outcome.costMicroUsd) ?? job.spec',
      },
      {
        file: settlement,
        find: "    entrySet(books, 'late_capture', attempt.id, [\n      ...back,",
        replace: "    entrySet(books, 'late_capture', `${attempt.id}${books.nowMs}`, [\n      ...back,",
      },
    ],
  },
  mutant(
    'no refund',
    'a member pays for a clip that could not be had',
    'src/core/life/clip.ts',
    'return changed(failed, { sets: refund({ ...agg, nowMs }, attempt) });',
    'return changed(failed);',
  ),
  mutant(
    'billed failures forgotten',
    'what an engine charges for a failure is in nobody’s books',
    settlement,
    '  if (costMicroUsd > 0) {',
    '  if (costMicroUsd < 0) {',
  ),
  mutant(
    'counters in the wrong window',
    'a release counts for the window in which it is booked, and so enlarges another one',
    'src/core/usage.ts',
    'function windowStarts({ admittedAtMs }: EntrySet)',
    'function windowStarts({ bookedAtMs: admittedAtMs }: EntrySet)',
  ),

  mutant(
    'a grant goes back to the member',
    'what a grant paid goes back to the allowance of its member',
    settlement,
    'return move(unit, part, from, source.account);',
    "return move(unit, part, from, { kind: 'member', tenantId: job.tenantId, userId: job.userId });",
  ),
  mutant(
    'grants count for nobody',
    'what grants pay counts for no budget',
    'src/core/usage.ts',
    'return jobId === null ? [] : payers(account.tenantId);',
    'return jobId === null ? [] : payers(account.tenantId).slice(2);',
  ),
  mutant(
    'a reset takes all',
    'a reset takes off what videos on the way draw, too',
    `${sqlite}/allowances.ts`,
    'open.reduce((left, { drawn }) => left - drawn[unit], used)',
    'open.reduce((left) => left, used)',
  ),

  // No more is admitted than the policy allows.
  {
    name: 'admission looks too early',
    breaks: 'the facts of an admission are read before the transaction that acts on them',
    edits: [
      {
        file: `${sqlite}/store.ts`,
        find: '    admit: (ask) => write(() => admissions.admit(ask)),',
        replace: `    async admit(ask) {
      const facts = await read(() => admissions.facts(ask));
      await options.clock.sleep(1);
      return write(() => admissions.admit(ask, facts));
    },`,
      },
      {
        file: `${sqlite}/admissions.ts`,
        find: '    admit(given: Ask): Admission {',
        replace: `    facts: ({ question, rules }) => {
      const { usage, ...facts } = factsFor(question, rules);
      const seen = new Map();
      decide(question, rules, { ...facts, inFlight: 0, usage: (key) => (seen.set(JSON.stringify(key), usage(key)), 0) });
      return { ...facts, usage: (key) => seen.get(JSON.stringify(key)) ?? usage(key) };
    },
    admit(given: Ask, facts): Admission {`,
      },
      {
        file: `${sqlite}/admissions.ts`,
        find: 'decide(toMake, rules, factsFor(toMake, rules), ask.ask',
        replace: 'decide(toMake, rules, facts, ask.ask',
      },
    ],
  },
  mutant(
    'in flight not counted',
    'jobs in flight are no reason to refuse more',
    'src/core/decide-admission.ts',
    '!isAlone && inFlight + jobs > limit;',
    '!isAlone && jobs > limit;',
  ),

  // A job goes to another engine only when the first certainly did not take it, and for what was agreed.
  mutant(
    'fail over after unknown',
    'a create without an answer is sent to the next engine',
    'src/core/steps/submit.ts',
    '      const dueAtMs = deps.clock.nowMs() + backoffMs(backoffs.reconcile, 0, deps.random);\n',
    "      const elsewhere = rejection(claim, attempt, { code: 'transient' }, deps);\n      if (elsewhere.moveTo) return elsewhere;\n      const dueAtMs = deps.clock.nowMs() + backoffMs(backoffs.reconcile, 0, deps.random);\n",
  ),
  mutant(
    'a move keeps the place',
    'an engine’s place stays taken when its job went to another',
    `${sqlite}/jobs.ts`,
    'if (takesSlot(before.job)) turns.take(before.job, -1);',
    'if (!isElsewhere && takesSlot(before.job)) turns.take(before.job, -1);',
  ),
  mutant(
    'the first price is charged',
    'a clip of another engine is paid at the price of the one that did not make it',
    verdict,
    '?? job.spec.route?.priceMicroUsd ?? job.quoteMicroUsd',
    '?? job.quoteMicroUsd',
  ),
  {
    name: 'a dearer engine instead',
    breaks: 'a job goes to an engine that asks for more than was agreed',
    edits: [
      {
        file: 'src/core/steps/failover.ts',
        find: 'priceMaxMicroUsd: quoteMicroUsd }',
        replace: 'priceMaxMicroUsd: quoteMicroUsd * 9 }',
      },
      {
        file: 'src/core/life/move.ts',
        find: 'priceMicroUsd <= quoteMicroUsd',
        replace: 'priceMicroUsd <= quoteMicroUsd * 9',
      },
    ],
  },

  // What was deleted is gone.
  mutant(
    'the file stays',
    'the file of a deleted clip is left on the disk',
    'src/core/eraser.ts',
    'await media.remove(clip.file.key);',
    'await Promise.resolve(media);',
  ),

  // Of a forgotten person only the books are kept.
  mutant(
    'forgotten words stay',
    'what a forgotten person asked for stays with the job',
    `${sqlite}/forgetting.ts`,
    'spec: emptiedSpec(spec)',
    'spec',
  ),
  mutant(
    'what comes late is kept',
    'a clip that an engine brings after its person was forgotten is kept',
    'src/core/life/clip.ts',
    '  if (isForgotten) return changed(ready, { clip: { ...clip, deletedAtMs: nowMs } });\n',
    '',
  ),
  mutant(
    'forgotten files stay',
    'the image that a forgotten person attached stays on the disk',
    'src/core/eraser.ts',
    '      await media.remove(key);\n      await store.recordFileErased(key);',
    '      await store.recordFileErased(key);',
  ),
  mutant(
    'nobody is a stranger to himself',
    'whoever was forgotten is somebody else at once, with limits anew',
    `${sqlite}/users.ts`,
    'const marked = selectMarked.get({ platform, mark, nowMs });',
    'const marked = selectMarked.get({ platform, mark, nowMs: nowMs * 2 });',
  ),
  mutant(
    'a forget is overtaken',
    'what somebody asks for who is forgotten just then is kept, and nobody’s',
    `${sqlite}/admissions.ts`,
    "      if (!users.isKnown(request.userId)) return { kind: 'unknown_person' };\n",
    '',
  ),
  mutant(
    'a forgotten event is new',
    'an event that comes once more after its person was forgotten is admitted anew',
    `${sqlite}/requests.ts`,
    'selectByKey.get({ inboundKey: forgottenKey(personKey, inboundKey) })',
    'undefined',
  ),

  // One owner at a time; an engine is asked only what it may be asked.
  mutant(
    'leases do not keep others out',
    'a step that is leased is given to the next who asks',
    'src/db/rows/job-row.ts',
    'return dueAtMs === null ? null : Math.max(dueAtMs, lease?.untilMs ?? 0);',
    'return dueAtMs;',
  ),
  mutant(
    'the living are buried',
    'steps are taken from every other owner, with no proof of its death',
    `${sqlite}/store.ts`,
    '.filter((other) => owners.isDead(other))',
    '.filter((other) => other !== owner)',
  ),
  mutant(
    'places are not given back',
    'an engine’s place stays taken when its task has ended',
    `${sqlite}/jobs.ts`,
    'if (takesSlot(before.job)) turns.take(before.job, -1);',
    'if (isElsewhere && takesSlot(before.job)) turns.take(before.job, -1);',
  ),
  mutant(
    'one place too many',
    'an engine is given one task more than it has places for',
    `${sqlite}/claims.ts`,
    'turns.taken({ engine, credential }) < max ?',
    'turns.taken({ engine, credential }) <= max ?',
  ),
  mutant(
    'anybody may cancel',
    'a clip can be cancelled by somebody whose it is not',
    'src/core/usecases/access.ts',
    'return who.moderates === job.tenantId;',
    'return true;',
  ),
  mutant(
    'cancel without looking',
    'an engine is asked to stop a task that it can no longer stop without harm',
    watch,
    'if (claim.job.cancelRequestedAtMs !== null && report.cancellable && provider.cancel) {',
    'if (claim.job.cancelRequestedAtMs !== null && provider.cancel) {',
  ),
  mutant(
    'impatient polling',
    'an engine is polled faster than it allows',
    watch,
    'return Math.max(of.leastMs, Math.round(slowerMs));',
    'return Math.round(slowerMs / 4);',
  ),
  mutant(
    'callbacks are believed',
    'a callback counts without its token',
    'src/core/usecases/take-callback.ts',
    "  if (event.token !== null && !isTokenOf(event.token, attempt.callbackTokenHash)) return { kind: 'forged' };\n",
    '',
  ),
  mutant(
    'no horizon',
    'a task that never finishes is waited for until the end of time',
    watch,
    "  if (isOver && !ended) return { kind: 'gave_up', attemptId };\n",
    '',
  ),
  mutant(
    'the worker dies with its store',
    'a worker that starts while the store cannot be reached ends',
    'src/core/worker.ts',
    "      deps.log.error('looking for work failed; it is tried again', error);",
    '      throw error;',
  ),
];
