/**
 * Ids are prefixed text (`job_01j…`): readable in a log line, impossible to mix up, sortable by the
 * time they were made. Tenants keep their platform's own name (`discord:123`, `terminal`).
 */
declare const brand: unique symbol;

const prefixes = {
  request: 'req',
  job: 'job',
  attempt: 'att',
  delivery: 'del',
  clip: 'clip',
  user: 'usr',
  entrySet: 'set',
  owner: 'own',
  grant: 'gra',
  approval: 'apr',
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<K extends IdKind | 'tenant'> = string & { readonly [brand]: K };
export type RequestId = Id<'request'>;
export type JobId = Id<'job'>;
export type AttemptId = Id<'attempt'>;
export type DeliveryId = Id<'delivery'>;
export type ClipId = Id<'clip'>;
export type UserId = Id<'user'>;
export type TenantId = Id<'tenant'>;
export type OwnerId = Id<'owner'>;
export type GrantId = Id<'grant'>;
export type ApprovalId = Id<'approval'>;

/** The time in an id takes the digits of Crockford's base 32, so that ids sort by it. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const timeDigits = 10;

const idPattern = /^[a-z]+_[0-9a-z]{26}$/;

export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  return idPattern.test(text) && text.startsWith(`${prefixes[kind]}_`);
}

/** Reads an id from text that must hold one: a database row, a file name. Throws `TypeError` otherwise. */
export function parseId<K extends IdKind>(kind: K, text: string): Id<K> {
  if (!isId(kind, text)) {
    throw new TypeError(`expected a ${kind} id (${prefixes[kind]}_…), got ${JSON.stringify(text.slice(0, 60))}`);
  }
  return text;
}

/** Builds an id from its 26-character body; the one place where a prefix is attached. */
export function formatId<K extends IdKind>(kind: K, body: string): Id<K> {
  return parseId(kind, `${prefixes[kind]}_${body}`);
}

/** The body of an id that is made at `atMs`: `chance` holds 16 random bytes, of each of which five bits count. */
export function bodyMadeAt(atMs: number, chance: Iterable<number>): string {
  let time = '';
  for (let rest = atMs, count = 0; count < timeDigits; count += 1, rest = Math.floor(rest / digits.length)) {
    time = digits.charAt(rest % digits.length) + time;
  }
  return time + Array.from(chance, (byte) => digits.charAt(byte % digits.length)).join('');
}

/** When an id was made. */
export function madeAtMs(id: Id<IdKind>): number {
  const [, body = ''] = id.split('_');
  let atMs = 0;
  for (const digit of body.slice(0, timeDigits)) atMs = atMs * digits.length + Math.max(0, digits.indexOf(digit));
  return atMs;
}

const tenantPattern = /^[a-z][a-z0-9]*(:[\w-]{1,64})?$/;

/** A tenant is named by its platform, and its id there when it has one: `discord:81384788765712384`, `terminal`. */
export function parseTenantId(text: string): TenantId {
  if (!isTenantId(text)) {
    throw new TypeError(`expected a tenant such as discord:123 or console, got ${JSON.stringify(text.slice(0, 60))}`);
  }
  return text;
}

function isTenantId(text: string): text is TenantId {
  return tenantPattern.test(text);
}
