import { type Mutant, mutant } from './mutant.ts';

const sqlite = 'src/db/sqlite';

/** Breakages of what people see. */
export const chatMutants: readonly Mutant[] = [
  // Nothing is posted twice, and nothing where it does not belong.
  mutant(
    'a new name for each try',
    'a delivery that is tried again has another id, so that the chat takes it for another',
    'src/core/steps/deliver.ts',
    'const ask = { deliveryId, destination,',
    'const ask = { deliveryId: `${deliveryId}-${delivery.retries}`, destination,',
  ),
  mutant(
    'a noted upload is forgotten',
    'what an earlier try noted that it would show is not told to the next one, which shows another',
    'src/core/steps/deliver.ts',
    'const ask = { deliveryId, destination, view, mayBePosted, upload, note, openClip };',
    'const ask = { deliveryId, destination, view, mayBePosted, upload: mayBePosted ? null : upload, note, openClip };',
  ),
  mutant(
    'a noted upload stays',
    'what was noted and perhaps shown is not taken back with its clip',
    'src/core/life/deliver.ts',
    'const upload = delivery.upload?.name ?? null;',
    'const upload = delivery.clipId ? null : (delivery.upload?.name ?? null);',
  ),

  // What people see is how things stand.
  mutant(
    'shown is shown',
    'what changed while a status was being shown is not shown any more',
    'src/core/life/status.ts',
    'const dueAtMs = outcome.version === status.version ? confirmAtMs : freeAtMs;',
    'const dueAtMs = outcome.version === -1 ? freeAtMs : confirmAtMs;',
  ),
  mutant(
    'deliveries say nothing',
    'what becomes of a delivery does not make the status stale',
    `${sqlite}/records.ts`,
    '    statuses.touch(delivery.requestId, nowMs);\n',
    '',
  ),
  mutant(
    'a lost status',
    'where a status is seen is forgotten, so that it is posted anew',
    `${sqlite}/records.ts`,
    "if (outcome.kind !== 'status_postponed' && outcome.message !== null) {",
    "if (outcome.kind !== 'status_postponed' && outcome.message === '') {",
  ),
  mutant(
    'a status posted again',
    'that a try was begun before its message was known is forgotten, so that the next one posts another',
    'src/core/life/status.ts',
    'return { ...status, mayBeShown: message === null };',
    'return { ...status, mayBeShown: message === null && status.mayBeShown };',
  ),
  mutant(
    'a refused status is given up',
    'a try that certainly posted nothing counts as one that may have, so that no other is made',
    'src/core/steps/show-status.ts',
    'mayBeShown: mayBeShown || !wasNotPosted',
    'mayBeShown: mayBeShown || wasNotPosted || !wasNotPosted',
  ),
  mutant(
    'an impatient worker',
    'a status is shown beside the answer that its surface is just giving',
    'src/core/life/status.ts',
    'const answerMs = 10 * SECOND;',
    'const answerMs = 0 * SECOND;',
  ),
  mutant(
    'a wish is not heard',
    'a clip that its requester no longer wants is posted',
    'src/core/life/clip.ts',
    'delivery: job.cancelRequestedAtMs === null ? delivery : null',
    'delivery',
  ),
];
