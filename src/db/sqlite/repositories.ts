import type { Random } from '../../core/ports/world.ts';
import { type Attempts, attemptsOn } from './attempts.ts';
import { type Books, booksOn } from './books.ts';
import { type Clips, clipsOn } from './clips.ts';
import type { Db } from './connection.ts';
import { type Deliveries, deliveriesOn } from './deliveries.ts';
import { type Events, eventsOn } from './events.ts';
import { type Jobs, jobsOn } from './jobs.ts';
import { type Requests, requestsOn } from './requests.ts';
import { type Tenants, tenantsOn } from './tenants.ts';
import { type Turns, turnsOn } from './turns.ts';

/** Reads and writes of single things. All of them are for use inside a transaction. */
export type Repositories = {
  readonly tenants: Tenants;
  readonly requests: Requests;
  readonly turns: Turns;
  readonly jobs: Jobs;
  readonly attempts: Attempts;
  readonly books: Books;
  readonly clips: Clips;
  readonly deliveries: Deliveries;
  readonly events: Events;
};

export function repositoriesOn(db: Db, random: Random): Repositories {
  const turns = turnsOn(db);
  return {
    tenants: tenantsOn(db, random),
    requests: requestsOn(db),
    turns,
    jobs: jobsOn(db, turns),
    attempts: attemptsOn(db),
    books: booksOn(db),
    clips: clipsOn(db),
    deliveries: deliveriesOn(db),
    events: eventsOn(db),
  };
}
