import type { Job } from '../../src/core/job.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { places } from './people.ts';
import type { SimWorld } from './world.ts';

/** Plans what happens to everybody at once, beside the faults of single calls, until then. */
export function planTroubles(world: SimWorld, forMs: number): void {
  const { chance, clock } = world;
  const troubles = troublesOf(world);
  for (let count = chance.int(2, 8); count > 0; count -= 1) {
    clock.after('world', chance.int(0, Math.round(forMs * 0.9)), chance.pick(troubles));
  }
}

function troublesOf(world: SimWorld): readonly [() => void, ...(() => void)[]] {
  const { chance, clock, journal, fleet, storeLine, mediaLine, engines, chats, witness } = world;

  function breakEngine(): void {
    const engine = chance.pick(engines);
    const forMs = chance.scale(MINUTE, HOUR);
    journal.count('engine: out of order for a while');
    journal.say(`engine ${engine.talents.provider}`, null, `is out of order for ${Math.round(forMs / MINUTE)} min`);
    engine.setOutOfOrder(true);
    clock.after('world', forMs, () => engine.setOutOfOrder(false));
  }

  /** All that an engine says for a while is that it is gone, that nobody has paid, or that it is busy. */
  function closeEngine(): void {
    const engine = chance.pick(engines);
    const code = chance.pick(['model_retired', 'out_of_credit', 'transient', 'transient'] as const);
    const forMs = chance.scale(5 * MINUTE, 3 * HOUR);
    journal.count('engine: turned everybody away for a while');
    journal.say(`engine ${engine.talents.provider}`, null, `says ${code} for ${Math.round(forMs / MINUTE)} min`);
    engine.setTurningAway(code);
    clock.after('world', forMs, () => engine.setTurningAway(null));
  }

  /** The operator forgets a key for some hours. */
  function unplugEngine(): void {
    const engine = chance.pick(engines);
    const forMs = chance.int(3, 18) * HOUR;
    journal.count('engine: not configured for a while');
    journal.say(`engine ${engine.talents.provider}`, null, `is not configured for ${Math.round(forMs / MINUTE)} min`);
    witness.disturb();
    engine.unplug();
    clock.after('world', forMs, () => {
      journal.say(`engine ${engine.talents.provider}`, null, 'is configured again');
      witness.disturb();
      engine.plug();
    });
  }

  function closeChannel(): void {
    const { channel } = chance.pick(places).destination;
    journal.count('chat: destination gone');
    journal.say('chat', null, `closes ${channel}`);
    for (const chat of chats) chat.close(channel, 'destination_gone');
  }

  function deafenChannel(): void {
    const { channel } = chance.pick(places).destination;
    journal.count('chat: never takes it');
    journal.say('chat', null, `takes nothing more for ${channel}`);
    for (const chat of chats) chat.deafen(channel);
  }

  function stopWithoutStore(): void {
    journal.count('process: stopped while the store was down');
    storeLine.goDown();
    fleet.stopOne();
  }

  /** We are thrown out of a tenant, and let in again later, or by the next who asks. */
  function leaveTenant(): void {
    const isUnsent = ({ state }: Job): boolean => state.kind === 'preparing' || state.kind === 'queued';
    const isInDoubt = ({ state }: Job): boolean => state.kind === 'submitting' || state.kind === 'unknown';
    const all = [...witness.jobs.values()];
    const waiting = all.find(isUnsent) ?? all.find(isInDoubt);
    const tenantId = waiting?.tenantId ?? chance.pick(places).destination.tenantId;
    const told = (answer: Promise<unknown> | undefined): void =>
      void answer?.catch((error: unknown) => journal.violate('errors', null, `leaving met ${String(error)}`));
    told(fleet.anyone()?.leaveTenant(tenantId));
    clock.after('world', chance.scale(MINUTE, 3 * HOUR), () => told(fleet.anyone()?.returnTenant(tenantId)));
  }

  return [
    leaveTenant,
    () => fleet.killOne(),
    () => fleet.freezeOne(),
    () => fleet.stopOne(),
    () => fleet.startSoon(0),
    () => storeLine.goDown(),
    () => mediaLine.fillDisk(),
    breakEngine,
    closeEngine,
    closeEngine,
    unplugEngine,
    unplugEngine,
    stopWithoutStore,
    () => (chance.hits(0.5) ? chance.pick([closeChannel, deafenChannel])() : fleet.killOne()),
  ];
}
