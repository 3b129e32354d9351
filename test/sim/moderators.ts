import { approvalDefaults, type Verdict } from '../../src/core/approval.ts';
import type { ApprovalId, TenantId, UserId } from '../../src/core/ids.ts';
import type { PolicyChange } from '../../src/core/policy.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { App } from './app.ts';
import type { Chance } from './chance.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import { places } from './people.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Witness } from './witness.ts';

type Deps = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly journal: Journal;
  readonly fleet: Fleet;
  readonly witness: Witness;
};

/** Where nearly everything may be asked for without a question. */
const high = [100 * approvalDefaults.aboveMicroUsd, 100 * approvalDefaults.aboveMicroUsd] as const;

/** None of them changes its clocks at midnight. */
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati'] as const;

/** Those who moderate: they answer who asks them, and adjust things while requests are on the way. */
export function createModerators({ clock, chance, journal, fleet, witness }: Deps) {
  let pending = 0;

  function later(ms: number, what: () => Promise<void>): void {
    pending += 1;
    clock.after('world', ms, () => {
      what()
        .finally(() => {
          pending -= 1;
        })
        .catch((error: unknown) => journal.violate('errors', null, `a moderator met ${String(error)}`));
    });
  }

  /** Null when nobody answered. */
  async function asking<T>(run: (app: App) => Promise<T | 'failed'>): Promise<T | null> {
    const app = fleet.anyone();
    if (!app) return null;
    const answer = await Promise.race([run(app), clock.sleep('world', MINUTE).then(() => null)]);
    return answer === 'failed' ? null : answer;
  }

  function verdict(): Verdict {
    if (chance.hits(0.25)) return { kind: 'deny' };
    const isLess = chance.hits(0.35);
    const microUsd = chance.pick([10_000, 400_000, 5_000_000]);
    return {
      kind: 'approve',
      limit: isLess ? { microUsd, expiresAtMs: clock.nowMs() + chance.scale(MINUTE, DAY) } : null,
    };
  }

  async function decide(id: ApprovalId): Promise<void> {
    const decided = await asking((app) => app.decide(id, verdict()));
    if (decided === null) return;
    journal.say('moderator', null, `decides ${id}: ${decided.kind}`);
    switch (decided.kind) {
      case 'approved':
        return journal.count('moderator: said yes');
      case 'gave_less':
        return journal.count('moderator: gave less');
      case 'denied':
        return journal.count('moderator: said no');
      case 'already':
        return journal.count('moderator: was too late');
      case 'refused':
        // A budget does not let them; it goes on waiting.
        return;
      case 'not_found':
        return journal.violate('errors', null, `a moderator decided ${id}, and it was not found`);
    }
  }

  /** Often at once, often too late, sometimes two of them, or nobody. */
  function hear(id: ApprovalId): void {
    if (chance.hits(0.2)) return;
    later(chance.scale(SECOND, chance.pick([HOUR, HOUR, 26 * HOUR])), () => decide(id));
    if (chance.hits(0.3)) later(chance.scale(SECOND, 2 * HOUR), () => decide(id));
  }

  function somebody(): { readonly tenantId: TenantId; readonly userId: UserId } | null {
    const [first, ...others] = witness.admissions.map(({ request }) => request);
    if (!first) return null;
    const { tenantId, userId } = chance.pick([first, ...others]);
    return { tenantId, userId };
  }

  async function adjust(): Promise<void> {
    const who = somebody();
    if (!who) return;
    const act = chance.pick(['give', 'give', 'reset', 'reset', 'set', 'block', 'move'] as const);
    switch (act) {
      case 'give': {
        const unit = chance.pick(['videos', 'usd_micro'] as const);
        const amount = unit === 'videos' ? chance.int(1, 3) : chance.pick([100_000, 700_000, 3_000_000]);
        const expiresAtMs = chance.hits(0.4) ? clock.nowMs() + chance.scale(MINUTE, DAY) : null;
        const done = await asking((app) => app.give({ ...who, unit, amount, expiresAtMs }));
        if (done) journal.count(unit === 'videos' ? 'moderator: gave videos' : 'moderator: gave credits');
        return;
      }
      case 'reset': {
        const done = await asking((app) => app.reset(who));
        if (done?.changed === true) journal.count('moderator: began windows anew');
        return;
      }
      case 'set': {
        const change: PolicyChange = chance.hits(0.3)
          ? { kind: 'default' }
          : {
              kind: 'set',
              limit: { unit: 'videos', window: chance.pick(['hour', 'day', 'week']), amount: chance.int(0, 6) },
            };
        const done = await asking((app) => app.setLimits({ ...who, change }));
        if (done?.changed === true) {
          journal.count(change.kind === 'set' ? 'moderator: set a limit' : 'moderator: took a limit back');
        }
        return;
      }
      case 'block': {
        const untilMs = chance.hits(0.5) ? clock.nowMs() + chance.scale(MINUTE, DAY) : null;
        if (await asking((app) => app.block(who, { untilMs }))) journal.count('moderator: blocked somebody');
        later(chance.scale(MINUTE, 3 * HOUR), async () => {
          if (await asking((app) => app.block(who, null))) journal.count('moderator: let somebody in again');
        });
        return;
      }
      case 'move': {
        const timeZone = chance.pick(zones);
        if (await asking((app) => app.moveTo(who.tenantId, timeZone))) journal.count('moderator: moved the tenant');
        return;
      }
    }
  }

  return {
    pending: () => pending,
    hear,
    /** Where moderators can be asked; told before anything happens. */
    settings: places.map(({ destination: { tenantId } }) => ({
      tenantId,
      change: {
        approvalChannel: chance.hits(0.8) ? 'mods' : null,
        priceMaxMicroUsd: chance.pick([null, approvalDefaults.aboveMicroUsd / 3, ...high, ...high]),
      },
    })),
    /** They look in now and then until `untilMs`. */
    watch(untilMs: number): void {
      for (let times = chance.int(0, 6); times > 0; times -= 1) {
        later(chance.int(0, Math.max(1, untilMs - clock.nowMs())), adjust);
      }
    },
  };
}
