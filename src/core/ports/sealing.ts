/** Keeps secrets out of the database: what is sealed is opened by whoever has the key, and only as what it was sealed as. */
export interface Sealing {
  /** `context` names what it is and whose, such as `installation slack:T1`: sealed as one thing, it never opens as another. */
  seal(text: string, context: string): string;
  /** Null for what was sealed with another key, as something else, or changed since. */
  unseal(sealed: string, context: string): string | null;
}
