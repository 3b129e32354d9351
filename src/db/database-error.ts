export type DatabaseErrorCode =
  /** The file or its folder cannot be read or written. */
  | 'not_accessible'
  /** The file is something else than a database of this program. */
  | 'not_ours'
  /** A newer program wrote it in a way that this one cannot follow. */
  | 'newer'
  /** The migrations of this program cannot be applied to it. */
  | 'not_migratable';

/** The database cannot be used until a person does something; the message says what. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
