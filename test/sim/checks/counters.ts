import type { Posting } from '../../../src/core/ledger.ts';
import type { WindowKind } from '../../../src/core/window.ts';
import type { End } from './end.ts';
import { startOfWindow } from './zoned-window.ts';

const ofPeople = ['hour', 'day', 'week', 'month'] as const;

type Counted = {
  readonly scope: string;
  readonly windows: readonly WindowKind[];
  readonly isUtc: boolean;
  readonly sign: 1 | -1;
};

/** Every usage counter equals one recomputed here, by the words of the design, from the entries. */
export function checkCounters({ stories, counters, otherSets, violate }: End): void {
  const expected = new Map<string, number>();
  const sets = [...stories.flatMap(({ entries }) => entries), ...otherSets];
  for (const { admittedAtMs, timeZone, jobId, playMoney, postings } of sets) {
    for (const posting of postings) {
      for (const { scope, windows, isUtc, sign } of countedFor(posting, { playMoney, hasJob: jobId !== null })) {
        for (const window of windows) {
          const start = startOfWindow(window, admittedAtMs, isUtc ? 'UTC' : timeZone);
          const name = `${scope} ${posting.unit} ${window} ${start}`;
          expected.set(name, (expected.get(name) ?? 0) + sign * posting.amount);
        }
      }
    }
  }
  const found = new Map(
    counters.map(({ scope, unit, window, startsAtMs, used }) => [`${scope} ${unit} ${window} ${startsAtMs}`, used]),
  );
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    const [should, is] = [expected.get(name) ?? 0, found.get(name) ?? 0];
    if (should !== is) violate('books', null, `the counter ${name} should be ${should} and is ${is}`);
    if (is < 0) violate('books', null, `the counter ${name} is ${is}, less than nothing`);
  }
}

const tenant = (id: string): Counted => ({ scope: `tenant/${id}`, windows: ofPeople, isUtc: false, sign: -1 });
const member = (
  of: { readonly tenantId: string; readonly userId: string },
  windows: readonly WindowKind[],
): Counted => ({
  scope: `member/${of.tenantId}/${of.userId}`,
  windows,
  isUtc: false,
  sign: -1,
});
const service: Counted = { scope: 'service', windows: ['day', 'month'], isUtc: true, sign: -1 };

/**
 * What a member draws counts for the member, the tenant and the service; what a grant pays for the latter two; play money for the
 * member alone. What an engine earns counts for its key. What moderators took off counts for the member, in that window.
 */
function countedFor(
  { account }: Posting,
  { playMoney, hasJob }: { readonly playMoney: boolean; readonly hasJob: boolean },
): Counted[] {
  const paid = <T>(list: T[]): T[] => (playMoney ? [] : list);
  switch (account.kind) {
    case 'member':
      return [member(account, ofPeople), ...paid([tenant(account.tenantId), service])];
    case 'tenant':
      return paid([tenant(account.tenantId), service]);
    case 'grant':
      return hasJob ? paid([tenant(account.tenantId), service]) : [];
    case 'operator':
      return paid([service]);
    case 'engine': {
      const scope = `provider/${account.engine.replace(/\/.*/su, '')}`;
      return paid([{ scope, windows: ['month'], isUtc: true, sign: 1 }]);
    }
    case 'reset':
      return [member(account, [account.window])];
    case 'granted':
    case 'waived':
    case 'hold':
    case 'loss':
    case 'write_off':
      return [];
  }
}
