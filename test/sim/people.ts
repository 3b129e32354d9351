import type { Destination } from '../../src/core/destination.ts';
import { formatId, type JobId, parseTenantId, type UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import { DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import type { JobView, Request } from '../../src/core/request.ts';
import type { Ask, InputRef } from '../../src/core/spec.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { Person, RequestInput, RequestResult } from '../../src/core/usecases/request.ts';
import type { Chance } from './chance.ts';
import type { ChatWorld } from './chat-world.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Witness } from './witness.ts';

export type Place = {
  readonly destination: Destination;
  readonly budget: { perDayMicroUsd: number; perMonthMicroUsd: number } | null;
};

type Deps = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly journal: Journal;
  readonly fleet: Fleet;
  readonly chats: readonly [ChatWorld, ...ChatWorld[]];
  readonly engineNames: readonly [string, ...string[]];
  readonly witness: Pick<Witness, 'forgotten'>;
  /** Somebody waits for a moderator's yes to this. */
  readonly onAsked: (jobId: JobId) => void;
};

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const stranger = formatId('user', '9'.repeat(26));

const names = ['ana', 'ben', 'cleo', 'dan'] as const;

/** Where people are: tenants with plenty, one with little, and one that nobody allowed yet. */
export const places: readonly [Place, Place, Place, Place] = [
  place('forum:rich', 'general', { perDayMicroUsd: 20 * DOLLAR_MICRO_USD, perMonthMicroUsd: 50 * DOLLAR_MICRO_USD }),
  place('forum:poor', 'clips', { perDayMicroUsd: DOLLAR_MICRO_USD, perMonthMicroUsd: 2 * DOLLAR_MICRO_USD }),
  place('pager:new', 'lobby', null),
  place('board:rich', 'square', { perDayMicroUsd: 20 * DOLLAR_MICRO_USD, perMonthMicroUsd: 50 * DOLLAR_MICRO_USD }),
];

/** Platforms that show the first status in their answer to what somebody types. */
const answering: ReadonlySet<string> = new Set(['forum', 'pager']);

function place(tenant: string, channel: string, budget: Place['budget']): Place {
  const tenantId = parseTenantId(tenant);
  return { destination: { platform: tenant.replace(/:.*/, ''), tenantId, channel, thread: null }, budget };
}

/** People who ask, ask twice, change their minds, and touch what is not theirs. */
export function createPeople({ clock, chance, journal, fleet, chats, engineNames, witness, onAsked }: Deps) {
  let keys = 0;
  let prompts = 0;
  const forgetting = chance.branch('forgetting');
  const pressing = chance.branch('pressing');
  const repeating = chance.branch('repeating');
  const asking = chance.branch('asking');
  /** By their prompts, the first of those that are asked for again. */
  const repeated = new Map<string, Job>();
  let pending = 0;

  function later(ms: number, what: () => Promise<void>): void {
    pending += 1;
    clock.after('world', ms, () => {
      what()
        .finally(() => {
          pending -= 1;
        })
        .catch((error: unknown) => journal.violate('errors', null, `a person met ${String(error)}`));
    });
  }

  /** What came back, or null when nobody answered in time. */
  function orSilence<T>(answer: Promise<T>): Promise<T | null> {
    return Promise.race([answer, clock.sleep('world', MINUTE).then(() => null)]);
  }

  function askFor(destination: Destination): Ask {
    const chat = chats.find(({ chat: { platform } }) => platform === destination.platform) ?? chats[0];
    const withImage = chance.hits(0.25);
    if (withImage) journal.count('person: asked with an image');
    const input: InputRef | null = withImage ? { kind: 'image', source: chat.upload(png), mediaKey: null } : null;
    const count = chance.pick([1, 1, 1, 2, 3]);
    if (count > 1) journal.count('person: asked for several clips');
    const engine = chance.hits(0.5) ? null : chance.pick(engineNames);
    const rest = { size: null, fps: null, style: null, seed: null, audio: null, fresh: true, private: false };
    const own: Ask = {
      operation: 'make',
      // What engines are good at decides between them.
      prompt: `a red ball number ${(prompts += 1)}${chance.hits(0.4) ? ', watercolor' : ''}`,
      engine,
      seconds: chance.int(2, 8),
      count,
      input,
      ...rest,
    };
    return repeating.hits(0.35) ? asOthersDo(own) : own;
  }

  /** Something that others ask for after them, now and then in private. */
  function asOthersDo(own: Ask): Ask {
    const isPrivate = repeating.hits(0.2);
    if (isPrivate) journal.count('person: asked in private');
    return { ...own, count: 1, input: null, fresh: false, private: isPrivate };
  }

  /** Others ask for the same, here and elsewhere, when it may be there by then; and it may be deleted at that moment. */
  function repeat({ destination, person, asks: [asked] }: RequestInput, job: Job): void {
    if (asked.fresh || repeated.has(asked.prompt)) return;
    repeated.set(asked.prompt, job);
    for (let others = repeating.int(1, 3); others > 0; others -= 1) {
      const inMs = repeating.scale(MINUTE, 6 * HOUR);
      const to = repeating.hits(0.3) ? repeating.pick(places).destination : destination;
      const who = personOn(to.platform, repeating.pick(names));
      const inboundKey = `key-${(keys += 1)}`;
      const asks = [{ ...asked, private: false }] as const;
      journal.count('person: asked for what somebody asked for before');
      later(inMs, () => ask({ inboundKey, person: who, as: 'user', destination: to, locale: 'en', asks }));
      if (repeating.hits(0.2)) later(inMs + repeating.int(1, 300), () => remove(job, person.externalId));
    }
  }

  function personOn(platform: string, name: string): Person {
    return { platform, externalId: name, name: `${name} on ${platform}` };
  }

  function requestFrom(name: (typeof names)[number], { destination }: Place): RequestInput {
    const person = personOn(destination.platform, name);
    const channel = chance.hits(0.2) ? `${destination.channel}-${names.indexOf(name)}` : destination.channel;
    const to = { ...destination, channel };
    const as = chance.hits(0.05) ? 'operator' : 'user';
    const answers = chance.hits(0.6) && answering.has(destination.platform);
    const inboundKey = `key-${(keys += 1)}`;
    const asked = askFor(to);
    // What is private is not said where others are.
    const answersWithStatus = answers && !asked.private;
    const canConfirm = repeating.hits(0.3);
    return { inboundKey, person, as, destination: to, locale: 'en', answersWithStatus, canConfirm, asks: [asked] };
  }

  async function ask(input: RequestInput, tries = 0): Promise<void> {
    const app = fleet.anyone();
    const result = app ? await orSilence(app.request(input)) : null;
    if (!app) journal.count('person: found nobody there');
    if (result !== null && result !== 'failed') return heard(input, result);
    // The platform sends the same event again.
    if (tries < 3) later(chance.scale(SECOND, 10 * MINUTE), () => ask(input, tries + 1));
  }

  async function heard(input: RequestInput, result: RequestResult): Promise<void> {
    const name = input.person.externalId;
    if (result.kind === 'refused') {
      const [{ kind }] = result.refusals;
      journal.countNamed('refusal', kind);
      journal.say(name, null, `asks (${input.inboundKey}) and is refused: ${kind}`);
      const { mayAsk } = result;
      if (mayAsk !== null && asking.hits(0.9)) {
        const asks = { ...input, inboundKey: `key-${(keys += 1)}`, asksModerator: mayAsk };
        later(asking.scale(SECOND, HOUR), () => ask(asks));
      }
      return;
    }
    if (result.kind === 'confirm') {
      journal.count('person: was asked whether it may cost so much');
      if (input.confirmed === true) journal.violate('errors', null, `${name} was asked once more after they said yes`);
      if (repeating.hits(0.7)) later(repeating.scale(SECOND, HOUR), () => ask({ ...input, confirmed: true }));
      return;
    }
    if (result.kind === 'same_in_flight') {
      journal.count('person: was pointed to what they wait for');
      journal.say(name, result.job.id, `hears that it is on its way already (${input.inboundKey})`);
      return;
    }
    journal.count('person: asked');
    for (const { id, engine } of result.jobs)
      journal.say(name, id, `hears that ${engine} will make it (${input.inboundKey})`);
    const [first] = result.jobs;
    if (first?.state.kind === 'awaiting_approval') {
      journal.count('person: asked a moderator');
      onAsked(first.id);
    }
    if (result.kind === 'admitted' && first) repeat(input, first);
    const original = first && first.copyOf !== null ? repeated.get(first.spec.prompt) : undefined;
    // At the moment when it is copied.
    if (original && repeating.hits(0.6)) later(1, () => remove(original, 'somebody'));
    if (chance.hits(0.15)) {
      journal.count('person: asked twice with one key');
      later(chance.scale(SECOND, HOUR), () => ask(input, 3));
    }
    for (const job of result.jobs) {
      if (chance.hits(0.15)) later(chance.scale(MINUTE, 12 * HOUR), () => remove(job, name));
      if (chance.hits(0.4)) later(chance.scale(100, chance.pick([MINUTE, HOUR])), () => cancel(job, name));
    }
    if (chance.hits(0.15)) later(chance.scale(MINUTE, 3 * HOUR), () => again(input, result.request.userId));
    if (pressing.hits(0.5)) later(pressing.scale(MINUTE, 6 * HOUR), () => press(result.request));
    if (forgetting.hits(0.1)) later(forgetting.scale(SECOND, 6 * HOUR), () => forgetMe(result.request));
  }

  async function cancel(job: Job, name: string): Promise<void> {
    const app = fleet.anyone();
    if (!app) return;
    const choice = { tenantId: job.tenantId, number: job.number };
    if (chance.hits(0.1)) {
      const result = await orSilence(app.cancel({ choice, actor: { kind: 'user', userId: stranger } }));
      if (result === null || result === 'failed') return;
      journal.count('person: tried to cancel what is not theirs');
      if (result.kind !== 'not_yours')
        journal.violate('errors', job.id, `a stranger's cancel was answered with ${result.kind}`);
      return;
    }
    const result = await orSilence(app.cancel({ choice, actor: { kind: 'user', userId: job.userId } }));
    if (result === null || result === 'failed') return;
    journal.say(name, job.id, `asks to cancel and hears: ${result.kind}`);
    if (result.kind === 'cancelled') journal.count('person: cancelled at once');
    else if (result.kind === 'wished') journal.count('person: wished to cancel');
    else if (result.kind === 'too_late') journal.count('person: cancelled too late');
    else journal.violate('errors', job.id, `${name}'s cancel of an own job was answered with ${result.kind}`);
  }

  async function remove(job: Job, name: string): Promise<void> {
    const app = fleet.anyone();
    if (!app) return;
    const choice = { tenantId: job.tenantId, number: job.number };
    const result = await orSilence(
      app.deleteClip({ choice, actor: { kind: 'user', userId: job.userId }, reason: null }),
    );
    if (result === null || result === 'failed') return;
    journal.say(name, job.id, `asks to delete the clip and hears: ${result.kind}`);
    if (result.kind === 'deleted') journal.count('person: deleted a clip');
    else if (result.kind === 'no_clip') journal.count('person: wished to delete what was not there');
    else if (result.kind !== 'already')
      journal.violate('errors', job.id, `${name}'s wish to delete an own clip was answered with ${result.kind}`);
  }

  /** Whoever presses a button tells us where it is. */
  async function press({ id, destination }: Request): Promise<void> {
    const app = fleet.anyone();
    const chat = chats.find(({ chat: { platform } }) => platform === destination.platform);
    const status = [...(chat?.statuses.values() ?? [])].find(({ requestId }) => requestId === id);
    if (!app || !status || chat?.canLookUp === true) return;
    const wasKnown = await orSilence(app.press(id, status.ref));
    if (wasKnown === false) journal.count('person: pressed a button of a status that nobody knew of');
  }

  async function forgetMe({ userId, tenantId }: Request): Promise<void> {
    const app = fleet.anyone();
    if (app) await orSilence(app.forgetPerson({ userId, tenantId, role: 'member' }));
  }

  async function again(earlier: RequestInput, userId: UserId): Promise<void> {
    const app = fleet.anyone();
    if (!app) return;
    const { destination, person, as, locale } = earlier;
    const request = { inboundKey: `key-${(keys += 1)}`, person, as, destination, locale };
    const choice = { tenantId: destination.tenantId, number: null };
    const result = await orSilence(app.again({ choice, actor: { kind: 'user', userId }, request, variant: 'take' }));
    if (result === null || result === 'failed') return;
    if (result.kind === 'not_found' && witness.forgotten.has(userId)) return;
    if (result.kind === 'not_found' || result.kind === 'not_yours') {
      journal.violate('errors', null, `${person.externalId} asked again for an own clip and heard ${result.kind}`);
      return;
    }
    journal.count('person: asked again for a clip');
    await heard({ ...earlier, inboundKey: request.inboundKey }, result);
  }

  return {
    pending: () => pending,
    /** Somebody sees a clip of theirs, and may delete it at once. */
    sees({ job, requester }: JobView): void {
      if (pressing.hits(0.5)) later(pressing.scale(100, MINUTE), () => remove(job, requester.name ?? 'somebody'));
    },
    /** Everybody asks for this many clips in all, over a span of time. */
    askOver(requests: number, overMs: number): void {
      for (let number = 0; number < requests; number += 1) {
        const input = requestFrom(chance.pick(names), chance.pick([places[0], places[3], ...places]));
        const inMs = chance.int(0, overMs);
        later(inMs, () => ask(input));
        if (chance.hits(0.1)) {
          journal.count('person: asked for much at once');
          for (let more = chance.int(2, 4); more > 0; more -= 1) {
            const inboundKey = `key-${(keys += 1)}`;
            later(inMs, () => ask({ ...input, inboundKey }));
          }
        }
        if (chance.hits(0.1)) {
          journal.count('person: asked twice at once');
          later(inMs + chance.int(0, 100), () => ask(input));
        }
      }
    },
  };
}
