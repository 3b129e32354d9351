import type { RequestId } from './ids.ts';

/**
 * Status: what keeps the one status message of a request up to date. Each change that people may see makes it stale in the
 * transaction of that change, so a crash, or another process, loses no refresh.
 */
export type Status = {
  readonly requestId: RequestId;
  /** Raised with each change that people may see. */
  readonly version: number;
  /** When it should be shown; null while what is shown is up to date. */
  readonly dueAtMs: number | null;
  /** Its chat wants no refresh before. */
  readonly freeAtMs: number;
  /** Failures to show it in a row. */
  readonly retries: number;
  /** When what is shown has to be shown once more, in case an earlier try lands over it by then; null when none can. */
  readonly confirmAtMs: number | null;
  /** A try to show it was begun before it was known where it is seen: it may be seen without our knowing where. */
  readonly mayBeShown: boolean;
};
