import type { sqliteKit } from './sqlite/kit.ts';

/**
 * The column kit: all that tables may be made of, so that one definition serves every dialect. Ids are text,
 * times and money integers; there are no enums, no autoincrement, and no defaults on the side of the database.
 * The types are SQLite's; a second dialect brings builders of the same shape and casts once, at its own entry.
 */
export type Kit = typeof sqliteKit;
