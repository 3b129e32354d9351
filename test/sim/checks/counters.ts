import type { Posting } from '../../../src/core/ledger.ts';
import type { End } from './end.ts';
import { startOfWindow } from './utc-window.ts';

const windows = ['day', 'month'] as const;

/** Every usage counter equals one recomputed here, by the words of the design, from the entries. */
export function checkCounters({ stories, counters, violate }: End): void {
  const expected = new Map<string, number>();
  for (const { admittedAtMs, playMoney, postings } of stories.flatMap(({ entries }) => entries)) {
    for (const posting of postings) {
      for (const scope of scopesOf(posting, playMoney)) {
        for (const window of windows) {
          const name = `${scope} ${posting.unit} ${window} ${startOfWindow(window, admittedAtMs)}`;
          expected.set(name, (expected.get(name) ?? 0) - posting.amount);
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
  }
}

/** What a member draws counts for the member, the tenant and the service; play money for the member alone. */
function scopesOf({ account }: Posting, playMoney: boolean): string[] {
  const real = playMoney ? [] : ['service'];
  switch (account.kind) {
    case 'member':
      return [
        `member/${account.tenantId}/${account.userId}`,
        ...(playMoney ? [] : [`tenant/${account.tenantId}`]),
        ...real,
      ];
    case 'tenant':
      return playMoney ? [] : [`tenant/${account.tenantId}`, ...real];
    case 'operator':
      return real;
    case 'hold':
    case 'engine':
    case 'loss':
    case 'write_off':
      return [];
  }
}
