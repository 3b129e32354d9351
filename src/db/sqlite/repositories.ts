import type { Random } from '../../core/ports/world.ts';
import { type Allowances, allowancesOn } from './allowances.ts';
import { type Audit, auditOn } from './audit.ts';
import { type Attempts, attemptsOn } from './attempts.ts';
import { type Books, booksOn } from './books.ts';
import { type Cache, cacheOn } from './cache.ts';
import { type Clips, clipsOn } from './clips.ts';
import { type ApprovalRows, approvalRowsOn } from './approvals.ts';
import type { Db } from './connection.ts';
import { type Deliveries, deliveriesOn } from './deliveries.ts';
import { type Standings, standingsOn } from './engine-standings.ts';
import { type Events, eventsOn } from './events.ts';
import { type Files, filesOn } from './files.ts';
import { type GrantRows, grantRowsOn } from './grant-rows.ts';
import { type Held, heldOn } from './held.ts';
import { type Jobs, jobsOn } from './jobs.ts';
import { type MemberRows, memberRowsOn } from './members.ts';
import { type Policies, policiesOn } from './policies.ts';
import { type Requests, requestsOn } from './requests.ts';
import { type Statuses, statusesOn } from './statuses.ts';
import { type Tenants, tenantsOn } from './tenants.ts';
import { type Turns, turnsOn } from './turns.ts';
import { type Users, usersOn } from './users.ts';

/** Reads and writes of single things. All of them are for use inside a transaction. */
export type Repositories = {
  readonly tenants: Tenants;
  readonly users: Users;
  readonly audit: Audit;
  readonly requests: Requests;
  readonly statuses: Statuses;
  readonly turns: Turns;
  readonly standings: Standings;
  readonly jobs: Jobs;
  readonly attempts: Attempts;
  readonly books: Books;
  readonly cache: Cache;
  readonly clips: Clips;
  readonly deliveries: Deliveries;
  readonly events: Events;
  readonly files: Files;
  readonly policies: Policies;
  readonly allowances: Allowances;
  readonly members: MemberRows;
  readonly grants: GrantRows;
  readonly held: Held;
  readonly approvals: ApprovalRows;
};

export function repositoriesOn(db: Db, random: Random, personKey: Uint8Array): Repositories {
  const turns = turnsOn(db);
  const users = usersOn(db, personKey);
  const audit = auditOn(db, random, users);
  const tenants = tenantsOn(db, audit);
  const books = booksOn(db);
  const requests = requestsOn(db, personKey);
  const members = memberRowsOn(db);
  const grants = grantRowsOn(db, books);
  const policies = policiesOn(db, { tenants, users, members, audit });
  return {
    tenants,
    users,
    audit,
    requests,
    statuses: statusesOn(db),
    turns,
    standings: standingsOn(db),
    jobs: jobsOn(db, turns),
    attempts: attemptsOn(db),
    books,
    cache: cacheOn(db),
    clips: clipsOn(db),
    deliveries: deliveriesOn(db),
    events: eventsOn(db),
    files: filesOn(db),
    policies,
    allowances: allowancesOn(db, { books, grants, members, policies, tenants, users }),
    members,
    grants,
    held: heldOn(db),
    approvals: approvalRowsOn(db, { users, requests }),
  };
}
