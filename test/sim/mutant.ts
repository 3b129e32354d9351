/** A deliberate breakage of one guard: each text is found exactly once in its file, and replaced. */
export type Mutant = {
  readonly name: string;
  /** What a reader of the code would say is now wrong. */
  readonly breaks: string;
  readonly edits: readonly [Edit, ...Edit[]];
  /** The first world it is tried in, where what it takes is rare; 1 where nothing is said. */
  readonly firstSeed?: number;
};

export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

export function mutant(name: string, breaks: string, file: string, find: string, replace: string): Mutant {
  return { name, breaks, edits: [{ file, find, replace }] };
}
