import type { Kit } from './kit.ts';
import { alertTables } from './tables/alerts.ts';
import { approvalTables } from './tables/approvals.ts';
import { bookTables } from './tables/books.ts';
import { clipTables } from './tables/clips.ts';
import { engineTables } from './tables/engines.ts';
import { jobTables } from './tables/jobs.ts';
import { messageTables } from './tables/messages.ts';
import { peopleTables } from './tables/people.ts';

/** Every table, once, for any dialect that has a column kit. */
export function defineTables(kit: Kit) {
  const people = peopleTables(kit);
  const work = jobTables(kit, people);
  return {
    ...people,
    ...work,
    ...approvalTables(kit, { ...people, ...work }),
    ...clipTables(kit, work),
    ...bookTables(kit, work),
    ...messageTables(kit),
    ...alertTables(kit),
    ...engineTables(kit),
  };
}

export type Tables = ReturnType<typeof defineTables>;
