import type { AuditLine } from '../core/audit.ts';
import type { TenantId } from '../core/ids.ts';
import type { Store } from '../core/ports/store.ts';
import type { Clock, Log } from '../core/ports/world.ts';
import { SECOND } from '../core/time.ts';
import { knownUserId } from './known-user.ts';
import type { Recent } from './recent.ts';
import { within } from './within.ts';

/** An event with which somebody may have decided something. */
export type Deciding = {
  readonly tenantId: TenantId;
  readonly platform: string;
  /** Of whoever decides. */
  readonly externalId: string;
  /** When the event came. */
  readonly sinceMs: number;
};

/** Writes a line into a channel of the platform's. Why it could not be written, for the log; null when it was. */
export type PostDecision = (channel: string, line: AuditLine, signal: AbortSignal) => Promise<string | null>;

export type DecisionDeps = {
  readonly store: Pick<Store, 'findUser' | 'audit' | 'tenant'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly decisionsTold: Recent<true>;
  /** Channels into which the latest decision could not be written. */
  readonly logFailures: Recent<true>;
};

/** More than one event ever decides. */
const linesMax = 10;
const postMsMax = 10 * SECOND;

/**
 * Writes what a moderator has decided with this event into the log channel of their tenant, as it stands in the audit
 * log. Tried once, after they have their answer: the audit log has it in any case.
 */
export async function tellDecisions(
  { tenantId, platform, externalId, sinceMs }: Deciding,
  post: PostDecision,
  deps: DecisionDeps,
): Promise<void> {
  const { store, clock, decisionsTold } = deps;
  const userId = await knownUserId(platform, externalId, store);
  if (userId === null) return;
  const lines = await store.audit({ tenantId, targetUserId: null, limit: linesMax });
  const news = lines.filter(({ atMs, actor }) => {
    return atMs >= sinceMs && actor.kind === 'user' && actor.userId === userId;
  });
  if (news.length === 0) return;
  const { settings } = await store.tenant(tenantId, clock.nowMs());
  for (const line of news.toReversed()) {
    const name = nameOf(tenantId, line);
    if (decisionsTold.has(name)) continue;
    decisionsTold.keep(name, true);
    for (const channel of placesOf(line, settings.logChannel)) await postTo(channel, line, post, deps);
  }
}

/** Nobody's words are in it: those are not kept here. Nothing changes twice from the same to the same. */
function nameOf(tenantId: TenantId, { atMs, actor, about, change }: AuditLine): string {
  return JSON.stringify([tenantId, atMs, actor, about?.userId ?? null, change]);
}

/** Also where the log was until now: nobody can turn it off unseen. */
function placesOf({ change }: AuditLine, now: string | null): Set<string> {
  const before = change.kind === 'settings' ? change.before.logChannel : null;
  return new Set([before, now].filter((id) => id !== null));
}

async function postTo(
  channel: string,
  line: AuditLine,
  post: PostDecision,
  { clock, log, logFailures }: DecisionDeps,
): Promise<void> {
  const stop = new AbortController();
  const posted = await within(postMsMax, post(channel, line, stop.signal), clock);
  stop.abort();
  const why = posted.inTime ? posted.value : 'it took too long';
  if (why === null) {
    logFailures.forget(channel);
    return;
  }
  if (!logFailures.has(channel)) log.warn('a decision could not be written into its channel', { channel, why });
  logFailures.keep(channel, true);
}
