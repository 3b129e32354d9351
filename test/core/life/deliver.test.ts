import { describe, expect, test } from 'vitest';

import type { Delivery, DeliveryState } from '../../../src/core/delivery.ts';
import { applyToDelivery, postOf, withUpload } from '../../../src/core/life/deliver.ts';
import type { DeliveryOutcome, IgnoredReason } from '../../../src/core/outcome.ts';
import { noonMs } from '../../doubles/world.ts';
import { aDelivery, idOf, lease } from '../samples.ts';

const deliveryId = idOf('delivery');
const dueAtMs = noonMs + 5_000;

type Happening = DeliveryOutcome['kind'] | 'sent as another message';
type Outcomes = { readonly [K in DeliveryOutcome['kind']]: Extract<DeliveryOutcome, { kind: K }> } & Readonly<
  Record<Happening, DeliveryOutcome>
>;

const happenings: Outcomes = {
  sent: { kind: 'sent', deliveryId, message: 'm1' },
  'sent as another message': { kind: 'sent', deliveryId, message: 'm2' },
  undeliverable: { kind: 'undeliverable', deliveryId, reason: 'not_allowed' },
  delivery_postponed: { kind: 'delivery_postponed', deliveryId, lease, dueAtMs },
};

const states: { readonly [K in DeliveryState['kind']]: Extract<DeliveryState, { kind: K }> } = {
  pending: { kind: 'pending' },
  sending: { kind: 'sending' },
  sent: { kind: 'sent', message: 'm1' },
  undeliverable: { kind: 'undeliverable', reason: 'gave_up' },
};

type Cell = DeliveryState['kind'] | `no: ${IgnoredReason}`;
const trying = {
  sent: 'sent',
  'sent as another message': 'sent',
  undeliverable: 'undeliverable',
  delivery_postponed: 'pending',
} as const;

/** The life of a delivery. A message that became visible is recorded even after we had given up. */
const machine: Readonly<Record<DeliveryState['kind'], Readonly<Record<Happening, Cell>>>> = {
  pending: trying,
  sending: trying,
  sent: {
    sent: 'no: already_recorded',
    'sent as another message': 'no: conflict',
    undeliverable: 'no: already_recorded',
    delivery_postponed: 'no: already_recorded',
  },
  undeliverable: {
    sent: 'sent',
    'sent as another message': 'sent',
    undeliverable: 'undeliverable',
    delivery_postponed: 'no: lease_lost',
  },
};

describe('every outcome in every state of a delivery', () => {
  test.each(Object.keys(states) as DeliveryState['kind'][])('one that is %s becomes what the table says', (kind) => {
    const found = Object.entries(happenings).map(([name, outcome]) => {
      const change = applyToDelivery(aDelivery({ state: states[kind] }), lease, outcome, false);
      return [name, change.kind === 'ignored' ? `no: ${change.why}` : change.delivery.state.kind] as const;
    });
    expect(Object.fromEntries<string>(found)).toEqual(machine[kind]);
  });
});

describe('recording a delivery', () => {
  function after(outcome: DeliveryOutcome, held: typeof lease | null = lease): Delivery {
    const change = applyToDelivery(aDelivery({ retries: 2 }), held, outcome, false);
    if (change.kind === 'ignored') throw new Error(`expected a change, got ${change.why}`);
    return change.delivery;
  }

  test('what is visible is recorded without a lease, so the clip is not posted again', () => {
    expect(after(happenings.sent, null)).toMatchObject({ state: { kind: 'sent', message: 'm1' }, dueAtMs: null });
    expect(after(happenings.undeliverable, null)).toMatchObject({ state: { reason: 'not_allowed' }, dueAtMs: null });
  });

  test('a post that shows up after all was taken away is known, so that it is taken away as well; before that it is a conflict', () => {
    const sent = aDelivery({ state: { kind: 'sent', message: 'm0' } });
    expect(applyToDelivery(sent, null, happenings.sent, true)).toMatchObject({
      delivery: { state: { kind: 'sent', message: 'm1' } },
    });
    expect(applyToDelivery(sent, null, happenings.sent, false)).toEqual({ kind: 'ignored', why: 'conflict' });
    const again = aDelivery({ state: { kind: 'sent', message: 'm1' } });
    expect(applyToDelivery(again, null, happenings.sent, true)).toEqual({ kind: 'ignored', why: 'already_recorded' });
  });

  test('a retry counts and steps aside until it is due', () => {
    expect(after(happenings.delivery_postponed)).toMatchObject({ retries: 3, dueAtMs });
  });

  test('a retry planned under an old lease is dropped, so it cannot bring a later try forward', () => {
    for (const held of [null, { ...lease, owner: idOf('owner', 2) }, { ...lease, untilMs: lease.untilMs + 1 }]) {
      const change = applyToDelivery(aDelivery(), held, happenings.delivery_postponed, false);
      expect(change).toEqual({ kind: 'ignored', why: 'lease_lost' });
    }
  });
});

describe('noting what a delivery is about to show', () => {
  const ask = { lease, name: 'F2' };

  test('keeps the name and when it was said, in place of what an earlier try noted', () => {
    const delivery = aDelivery({ upload: { name: 'F1', atMs: 1 } });
    const change = withUpload(delivery, lease, ask, noonMs);
    expect(change).toEqual({ kind: 'changed', delivery: { ...delivery, upload: { name: 'F2', atMs: noonMs } } });
  });

  test.each([null, { ...lease, owner: idOf('owner', 2) }, { ...lease, untilMs: lease.untilMs + 1 }])(
    'is refused under a lease that is no longer held: another try may have shown it (%#)',
    (held) => {
      expect(withUpload(aDelivery(), held, ask, noonMs)).toEqual({ kind: 'ignored', why: 'lease_lost' });
    },
  );

  test.each(['pending', 'sent', 'undeliverable'] as const)('is refused once it is %s', (kind) => {
    const delivery = aDelivery({ state: states[kind] });
    expect(withUpload(delivery, lease, ask, noonMs)).toEqual({ kind: 'ignored', why: 'moved_on' });
  });
});

describe('what people may see of a delivery', () => {
  const upload = { name: 'F1', atMs: noonMs };

  test('is nothing once it was refused, unless it was noted what would be shown', () => {
    const state = { kind: 'undeliverable', reason: 'not_allowed' } as const;
    expect(postOf(aDelivery({ state }), null)).toBeNull();
    expect(postOf(aDelivery({ state, upload }), null)).toMatchObject({ message: null, upload: 'F1' });
  });

  test('is told with what the last try noted, so that it can be taken back wherever it stands', () => {
    expect(postOf(aDelivery({ state: states.sent, upload }), 's1')).toMatchObject({
      message: 'm1',
      status: 's1',
      upload: 'F1',
    });
    expect(postOf(aDelivery(), null)).toMatchObject({ message: null, upload: null });
  });
});
