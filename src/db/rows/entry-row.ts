import { parseId, parseTenantId } from '../../core/ids.ts';
import { type Account, accountName, type EntrySet, type Posting } from '../../core/ledger.ts';
import { windowKinds } from '../../core/window.ts';
import type { Tables } from '../tables.ts';
import { readRow } from './readable.ts';

type EntrySetRow = Tables['entrySets']['$inferSelect'];
type PostingRow = Tables['postings']['$inferSelect'];

export function entrySetRow(set: EntrySet): EntrySetRow {
  const { ref, kind, jobId, tenantId, admittedAtMs, timeZone, bookedAtMs, playMoney } = set;
  return { ref, kind, jobId, tenantId, admittedAtMs, timeZone, bookedAtMs, playMoney };
}

export function postingRows({ ref, kind, postings }: EntrySet): PostingRow[] {
  return postings.map(({ account, unit, amount }, line) => {
    return { ref, kind, line, account: accountName(account), unit, amount };
  });
}

/** Entry sets with their postings. */
export function entrySetsOf(rows: readonly EntrySetRow[], lines: readonly PostingRow[]): EntrySet[] {
  const name = ({ ref, kind }: Pick<EntrySetRow, 'ref' | 'kind'>): string => `${kind} of ${ref}`;
  const linesOf = Map.groupBy(lines, name);
  return rows.map((row) => {
    const postings = (linesOf.get(name(row)) ?? []).map(({ line, account, unit, amount }): Posting => {
      return { account: readRow('postings', `${name(row)} line ${line}`, () => accountOf(account)), unit, amount };
    });
    return { ...row, postings };
  });
}

const ofTenantPattern = /^(?<tenant>[^/]+)\/(?<id>[^/]+)(?:\/(?<window>[^/]+))?$/;
const enginePattern = /^(?<provider>[^/]+)\/(?<model>.+)$/;

/** The account that has this name: the other way round of `accountName`. */
export function accountOf(name: string): Account {
  const slash = name.indexOf('/');
  const kind = slash < 0 ? name : name.slice(0, slash);
  const rest = slash < 0 ? '' : name.slice(slash + 1);
  switch (kind) {
    case 'member': {
      const { tenant, id, window } = partsOf(rest);
      if (window !== null) throw unknownAccount(name);
      return { kind, tenantId: parseTenantId(tenant), userId: parseId('user', id) };
    }
    case 'grant': {
      const { tenant, id, window } = partsOf(rest);
      if (window !== null) throw unknownAccount(name);
      return { kind, tenantId: parseTenantId(tenant), grantId: parseId('grant', id) };
    }
    case 'reset': {
      const { tenant, id, window } = partsOf(rest);
      const known = windowKinds.find((windowKind) => windowKind === window);
      if (!known) throw unknownAccount(name);
      return { kind, tenantId: parseTenantId(tenant), userId: parseId('user', id), window: known };
    }
    case 'tenant':
    case 'granted':
    case 'waived':
    case 'loss':
      return { kind, tenantId: parseTenantId(rest) };
    case 'hold':
      return { kind, jobId: parseId('job', rest) };
    case 'engine': {
      const { provider = '', model = '' } = enginePattern.exec(rest)?.groups ?? {};
      if (provider === '') throw unknownAccount(name);
      return { kind, engine: `${provider}/${model}` };
    }
    case 'operator':
    case 'write_off':
      if (rest !== '') throw unknownAccount(name);
      return { kind };
    default:
      throw unknownAccount(name);
  }
}

function partsOf(rest: string): { readonly tenant: string; readonly id: string; readonly window: string | null } {
  const { tenant = '', id = '', window = null } = ofTenantPattern.exec(rest)?.groups ?? {};
  return { tenant, id, window };
}

function unknownAccount(name: string): TypeError {
  return new TypeError(`expected the name of an account such as hold/job_…, got ${JSON.stringify(name.slice(0, 80))}`);
}
