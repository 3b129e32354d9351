import type { AdmissionRefusal } from '../../../core/admission.ts';
import type { NoContinuation } from '../../../core/continuation.ts';
import { creditsOf } from '../../../core/money.ts';
import type { EngineId } from '../../../core/engine.ts';
import type { Refusal } from '../../../core/usecases/request.ts';
import {
  channel,
  code,
  joinTexts,
  option,
  say,
  type Text,
  type TypedCommand,
  typedCommand,
  untrusted,
} from '../text.ts';
import { out } from './choosing.ts';
import { counted, credits, creditsLeft, duration, either, fewOf, number, videos, when } from './amounts.ts';

/** Why a request was turned away: which limit, when it frees up, and what would fit now. `labelOf`: what people call an engine. */
export function refusal(why: Refusal, nowMs: number, labelOf: (engine: EngineId) => string = (id) => id): Text {
  switch (why.kind) {
    case 'limit':
      return limit(why, nowMs);
    case 'in_flight':
      return inFlight(why);
    case 'rate':
      return say`You have sent ${counted(why.limit, 'request', 'requests')} within ${duration(why.perMs)}, which is the limit. Try again ${when(why.freesAtMs, nowMs)}.`;
    case 'engine_hourly':
      return say`${labelOf(why.engine)} makes ${videos(why.limit)} an hour for everybody together, and this hour has no room for the request. Try again ${when(why.freesAtMs, nowMs)}.`;
    case 'tenant_not_allowed':
      return say`The operator has not allowed ${labelOf(why.engine)} here yet. Leave ${option('engine')} out, and the demo makes the video, for no real money.`;
    case 'disk_low':
      return say`The disk is almost full, so no new videos are taken now. Those under way are finished and kept. Try again later; the operator has to make room.`;
    case 'unsupported':
      return unsupported(why);
    case 'engine_out':
      return out(why);
    case 'too_dear':
      return say`Every engine that could do this asks for more than the ${credits(why.maxMicroUsd)} that one video may cost here. The cheapest is ${why.engine.label}, at ${credits(why.quoteMicroUsd)}.`;
    case 'channel_not_allowed':
      return say`Videos are not asked for in this channel, but in ${joinTexts(why.channels.map(channel), ', ')}. A moderator can change that with ${code('/video-admin setup')}.`;
    case 'no_larger':
      return say`${why.engine} makes nothing larger than this video is already, so there is no HD of it.`;
    case 'no_continuation':
      return say`${noContinuation[why.why]}`;
    case 'source_gone':
      return say`The video that it would start from was deleted, or is not yours to build on.`;
    case 'store_unavailable':
      return say`Reelay cannot reach its database, so it refuses rather than guesses. Try again in a minute.`;
  }
}

const noContinuation: Readonly<Record<NoContinuation, string>> = {
  no_clip: 'That video is not made yet, or its file is gone, so there is nothing to go on from.',
  no_frames:
    'The engine that made this video makes none longer, and this service cannot take its last picture to start from: the operator has to install ffmpeg.',
  no_engine: 'No engine here goes on from this video, or starts from its last picture.',
};

function inFlight({ limit: max, running }: Extract<AdmissionRefusal, { kind: 'in_flight' }>): Text {
  if (running === 0) return say`${capital(videos(max))} at a time ${isOrAre(max)} allowed. Ask for fewer at once.`;
  const now = `You have ${videos(running)} on the way, and ${number(max)} at a time ${isOrAre(max)} allowed.`;
  if (running < max) return say`${now} ${counted(max - running, 'more video', 'more videos')} would fit now.`;
  return say`${now} Wait for one to end, or stop one with ${code('/videos cancel')}.`;
}

function limit(why: Extract<AdmissionRefusal, { kind: 'limit' }>, nowMs: number): Text {
  const amount = (units: number) => (why.unit === 'videos' ? videos(units) : credits(units));
  const unused = Math.max(0, why.limit - why.used);
  const left = why.unit === 'videos' ? unused : creditsLeft(unused);
  const window = why.window === 'day' ? 'today' : 'this month';
  const whose = { member: 'your', tenant: 'the shared', service: 'the service’s' }[why.scope];
  const all = `${whose} ${amount(why.limit)} for ${window}`;
  const asked = `This needs ${amount(why.asked)}`;
  const anew = say`The limit starts anew ${when(why.freesAtMs, nowMs)}.`;
  if (why.limit === 0)
    return say`${capital(whose)} limit for ${window} is ${amount(0)}. A moderator or the operator can change it.`;
  const raise = why.scope === 'member' ? say` A moderator can raise it with ${code('/video-admin quota set')}.` : say``;
  if (left === 0)
    return say`${asked}, and ${all} ${isOrAre(why.unit === 'videos' ? why.limit : creditsOf(why.limit))} used up. ${anew}${raise}`;
  const fits = why.unit === 'videos' ? `${videos(left)} would fit now.` : 'A shorter or smaller video may fit now.';
  if (why.asked > why.limit) return say`${asked}, more than ${all} in all. ${capital(fits)}`;
  return say`${asked}, and ${number(left)} of ${all} ${isOrAre(left)} left. ${anew} ${capital(fits)}`;
}

function isOrAre(amount: number): string {
  return amount === 1 ? 'is' : 'are';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is asked of an engine, as people say it. */
const operations = new Map([
  ['make', 'make'],
  ['upscale', 'enlarge'],
  ['extend', 'extend'],
]);

/** The core tells them with commas between them. */
function listed(values: string): string {
  return either(fewOf(values.split(', ')));
}

function unsupported({
  engine,
  option: name,
  expected,
  got,
  nearest,
}: Extract<Refusal, { kind: 'unsupported' }>): Text {
  switch (name) {
    case 'engine': {
      if (expected.includes('/')) return say`There is no engine “${untrusted(got)}” here, but ${listed(expected)}.`;
      const unknown = engine === 'auto' ? '' : say`There is no engine “${untrusted(got)}” here. `;
      return say`${unknown}No engine can be asked here just now: the operator has to set one up.`;
    }
    case 'input':
      return say`${engine} starts from ${expected} only, so it cannot use the ${got}.`;
    case 'prompt':
      return say`${engine} takes prompts of ${expected}; this one has ${got}.`;
    case 'operation':
      return say`${engine} cannot ${operations.get(got) ?? got} a video.`;
    case 'seconds':
    case 'size': {
      const instead = nearest === null ? '' : say` Try ${option(name, nearest)}.`;
      return say`${engine} takes ${listed(expected)} for ${option(name)}, not “${untrusted(got)}”.${instead}`;
    }
  }
}

/** Below a refusal, so that nothing typed is lost. */
export function askedFor(command: TypedCommand): Text {
  return say`Asked for: ${typedCommand(command)}`;
}

/** Above every refusal. */
export function nothingStarted(): string {
  return 'Nothing was started and you pay nothing.';
}
