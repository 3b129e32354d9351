import { sql } from 'drizzle-orm';
import type { OwnerId } from '../../core/ids.ts';
import type { Messages } from '../../core/ports/messages.ts';
import type { EndedSessions } from '../../core/ports/sessions.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Clock, Log, Random } from '../../core/ports/world.ts';
import { admissionsOn } from './admissions.ts';
import { approvalsOn } from './approving.ts';
import { claimsOn } from './claims.ts';
import { checkpointed, type Connection, dbOn, openConnection } from './connection.ts';
import { deletionsOn } from './deletions.ts';
import { endedSessionsOn } from './ended-sessions.ts';
import { endOfRun, endOfTurn, type Turn } from './group-commit.ts';
import { forgettingOn } from './forgetting.ts';
import { alertsOn } from './alerts.ts';
import { grantsOn } from './grants.ts';
import { installationsOn } from './installations.ts';
import { leasesOn } from './leases.ts';
import { leavingOn } from './leaving.ts';
import { ledgerCheckOn } from './ledger-check.ts';
import { membersOn } from './members.ts';
import { messagesOn } from './messages.ts';
import { migrate } from './migrate.ts';
import { moderatorsOn } from './moderators.ts';
import { ownMessagesOn } from './own-messages.ts';
import { engineStandingsOn } from './engine-standings.ts';
import { fileOwners, type Owners } from './owners.ts';
import { patienceWith } from './patience.ts';
import { peopleOn } from './people.ts';
import { readsOn } from './reads.ts';
import { recordsOn } from './records.ts';
import { repositoriesOn } from './repositories.ts';
import { tenantUsageOn } from './tenant-usage.ts';
import { transactionsOn } from './transact.ts';
import { usageReportsOn } from './usage-reports.ts';
import { viewsOn } from './views.ts';

type Options = {
  /** Under whom this store claims. Drawn anew at each start, so that it is never somebody who died. */
  readonly owner: OwnerId;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Marks of forgotten people are made with it; with another one they are strangers. */
  readonly personKey: Uint8Array;
};

/** The store, with what our own chat keeps in the same file. */
export type SqliteStore = Store & { readonly messages: Messages; readonly endedSessions: EndedSessions };

/**
 * The store on a SQLite file, made when absent. Opening brings its schema up to date. Rejects with `DatabaseError`
 * when a person has to do something about the file, with `StoreUnavailable` when it stays busy.
 */
export async function openSqliteStore(options: Options & { readonly file: string }): Promise<SqliteStore> {
  const { file, owner } = options;
  const patiently = patienceWith(options, () => true);
  const connection = await patiently(() => openConnection(file));
  try {
    await patiently(() => migrate(connection));
    const owners = fileOwners(file, owner);
    return assemble(connection, owners, endOfTurn, options, () => {
      connection.close();
      owners.release();
    });
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A store on a connection that others use as well, such as one in memory: closing the store leaves it open. */
export async function openSharedStore(
  options: Options & { readonly connection: Connection; readonly owners: Owners },
): Promise<SqliteStore> {
  const { connection, owners } = options;
  await patienceWith(options, () => true)(() => migrate(connection));
  return assemble(connection, owners, endOfRun, options, () => owners.release());
}

function assemble(
  connection: Connection,
  owners: Owners,
  turn: Turn,
  options: Options,
  release: () => void,
): SqliteStore {
  const { owner, random, log, personKey } = options;
  let open = true;
  const transactions = transactionsOn(
    connection,
    patienceWith(options, () => open),
    turn,
  );
  const { read, write } = transactions;
  const db = dbOn(connection);
  const repos = repositoriesOn(db, random, personKey);
  const views = viewsOn(db, repos);
  const admissions = admissionsOn(db, repos);
  const claims = claimsOn(db, repos, views, log);
  const records = recordsOn(repos);
  const leases = leasesOn(db);
  const reads = readsOn(db, repos, views);
  const deletions = deletionsOn(db, repos, log);
  const own = ownMessagesOn(db, personKey);
  const forgetting = forgettingOn(db, { repos, records, deletions, messages: own, log });
  const leaving = leavingOn(db, { repos, forgetting });
  const people = peopleOn(db);
  const usage = tenantUsageOn(db, repos);
  const checkLedger = ledgerCheckOn(db);

  return {
    installations: installationsOn(db, repos.tenants, transactions),
    alerts: alertsOn(db, transactions),
    engines: engineStandingsOn(db, repos.standings, transactions),
    moderators: moderatorsOn(db, repos, transactions),
    members: membersOn(repos, transactions),
    grants: grantsOn(repos, transactions),
    approvals: approvalsOn(repos, { admissions, views }, transactions),
    usageReports: usageReportsOn(db, repos, transactions),

    // Nearly always they are known, and a read waits for no other writer.
    identify: async (who) => (await read(() => repos.users.recognise(who))) ?? write(() => repos.users.identify(who)),
    tenant: async (id, nowMs) =>
      (await read(() => repos.tenants.find(id))) ?? write(() => repos.tenants.ensure(id, nowMs)),
    tenants: ({ platform }) => read(() => repos.tenants.all(platform)),
    // Each of them is nearly always so already.
    async nameTenant(id, name, nowMs) {
      const known = await read(() => repos.tenants.find(id));
      if (known?.name !== name) await write(() => repos.tenants.setName(id, name, nowMs));
    },
    leaveTenant: (id, nowMs) => write(() => leaving.leave(id, nowMs)),
    async returnTenant(id, nowMs) {
      const known = await read(() => repos.tenants.find(id));
      if (!known || known.leftAtMs !== null) await write(() => repos.tenants.comeBack(id, nowMs));
    },
    emptyLeftTenant: (ask) => write(() => leaving.emptyOne(ask)),
    setSettings: (ask) => write(() => repos.tenants.setUp(ask)),
    allowTenant: (id, budget, actor, nowMs) => write(() => repos.tenants.allow(id, budget, actor, nowMs)),

    findUser: (of) => read(() => people.findUser(of)),

    quota: (of) => read(() => repos.allowances.quota(of)),
    setPolicy: (ask) => (ask.isPreview === true ? read : write)(() => repos.policies.set(ask)),
    limitsOf: ({ tenantId, subject }) => read(() => repos.policies.limitsOf(tenantId, subject)),
    audit: (of) => read(() => repos.audit.list(of)),
    usage: (of) => read(() => usage(of)),

    admit: (ask) => write(() => admissions.admit(ask)),

    async claim(ask) {
      // Another owner has no lock here: its leases would be taken from it at once.
      if (ask.owner !== owner) throw new Error(`expected a claim by ${owner}, got one by ${ask.owner}`);
      return write(() => claims.claim(ask));
    },
    stranded: (slots, admittedBeforeMs) => read(() => repos.jobs.stranded(slots, admittedBeforeMs)),
    nextDueAtMs: (ask) => read(() => claims.nextDueAtMs(ask)),
    async reclaim(nowMs) {
      const dead = (await read(() => leases.owners(nowMs))).filter((other) => owners.isDead(other));
      if (dead.length === 0) return 0;
      return write(() => dead.reduce((freed, other) => freed + leases.free(other, nowMs), 0));
    },
    handBack: (leaver, nowMs) => write(() => leases.free(leaver, nowMs)),

    record: (outcome, nowMs, actor = null) => write(() => records.record(outcome, nowMs, actor)),
    recordDelivery: (outcome, nowMs) => write(() => records.recordDelivery(outcome, nowMs)),
    noteUpload: (ask, nowMs) => write(() => records.noteUpload(ask, nowMs)),
    recordStatus: (outcome, nowMs) => write(() => records.recordStatus(outcome, nowMs)),
    noteEvent: (event, nowMs) => write(() => repos.events.note(event, nowMs)),
    setStatusMessage: (id, message) => write(() => repos.requests.setStatusMessage(id, message)),

    deleteClip: (ask) => write(() => deletions.deleteClip(ask)),
    remains: (ask) => read(() => deletions.remains(ask)),
    recordErased: (remains, nowMs) => write(() => deletions.recordErased(remains, nowMs)),

    personalData: (userId) => read(() => forgetting.personalData(userId)),
    forgetPerson: (ask) => write(() => forgetting.forgetPerson(ask)),
    async emptyForgotten(ask) {
      if (!(await read(() => forgetting.isAnybodyToEmpty()))) return false;
      return write(() => forgetting.emptyForgotten(ask));
    },
    dropTraces: async () => checkpointed(connection),
    async dropMarks(nowMs) {
      if (!(await read(() => repos.users.hasEndedMarks(nowMs)))) return 0;
      return write(() => repos.users.dropMarks(nowMs));
    },
    async dropOnlookers(ask) {
      const { onlookers, next } = await read(() => people.onlookers(ask));
      const dropped = onlookers.length === 0 ? 0 : await write(() => people.drop(onlookers));
      return { dropped, next };
    },
    filesToErase: (ask) => read(() => repos.files.toErase(ask)),
    recordFileErased: (key) => write(() => repos.files.erased(key)),

    attempt: (id) => read(() => repos.attempts.load(id)),
    attemptOfTask: ({ provider, taskId }) => read(() => repos.attempts.ofTask(provider, taskId)),
    job: (id) => read(() => reads.job(id)),
    clip: (id) => read(() => repos.clips.find(id)),
    request: (id) => read(() => reads.request(id)),
    requestByKey: (inboundKey) => read(() => reads.requestByKey(inboundKey)),
    findJob: (where) => read(() => reads.findJob(where)),
    view: (id, rules, nowMs) => read(() => views.view(id, rules, nowMs)),
    story: (id, rules, nowMs) => read(() => reads.story(id, rules, nowMs)),
    list: (filter, rules, nowMs) => read(() => reads.list(filter, rules, nowMs)),

    openJobCounts: () => read(() => reads.openJobCounts()),
    ping: () => read(() => void db.get(sql`select 1`)),
    checkLedger: () => read(checkLedger),
    messages: messagesOn(db, own, transactions),
    endedSessions: endedSessionsOn(db, transactions),
    async close() {
      if (!open) return;
      open = false;
      release();
    },
  };
}
