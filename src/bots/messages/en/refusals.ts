import type { AdmissionRefusal } from '../../../core/admission.ts';
import type { NoContinuation } from '../../../core/continuation.ts';
import { creditsOf } from '../../../core/money.ts';
import type { EngineId } from '../../../core/engine.ts';
import type { Refusal } from '../../../core/usecases/request.ts';
import type { Fit } from '../../../core/what-fits.ts';
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
import { engineNotAllowed, notAllowed } from './judging.ts';
import { windows } from './quota.ts';

/** Why a request was turned away: which limit, when it frees up, and what would fit now. `labelOf`: what people call an engine; `isFitTold`: what would fit is told apart. */
export function refusal(
  why: Refusal,
  nowMs: number,
  labelOf: (engine: EngineId) => string = (id) => id,
  isFitTold = false,
): Text {
  switch (why.kind) {
    case 'limit':
      return limit(why, nowMs, isFitTold);
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
    case 'paused':
      return say`Moderators have stopped new videos ${why.isEverywhere ? 'for now' : 'in this channel for now'}. Those on the way go on. Try again later${why.isEverywhere ? '' : ', or in another channel'}.`;
    case 'blocked':
      return why.untilMs === null
        ? say`A moderator has blocked you from asking for videos here. Those on the way go on. If that is a mistake, talk to a moderator.`
        : say`A moderator has blocked you from asking for videos here; that ends ${when(why.untilMs, nowMs)}. If it is a mistake, talk to a moderator.`;
    case 'cooling':
      return say`Several of your prompts were not allowed, so you pause for a while. You can ask again ${when(why.untilMs, nowMs)}, for something else.`;
    case 'too_new':
      return why.what === 'account'
        ? say`Your account is quite new, and new accounts wait here before their first video: you can ask for one ${when(why.untilMs, nowMs)}. A moderator can let you in earlier.`
        : say`You are new here, and new members wait before their first video: you can ask for one ${when(why.untilMs, nowMs)}. A moderator can let you in earlier.`;
    case 'over_price':
      return say`This needs ${credits(why.askedMicroUsd)}, and more than ${credits(why.limitMicroUsd)} at once needs a moderator’s yes here.${isFitTold ? '' : ' A shorter or smaller video may do without.'}`;
    case 'ask_open':
      return say`You wait for a moderator’s word about ${`#${why.number}`} already, and can ask about one request at a time. ${code(`/videos cancel #${why.number}`)} takes that one back.`;
    case 'not_allowed_here':
    case 'judge_missing':
      return notAllowed(why, nowMs);
    case 'engine_not_allowed':
      return engineNotAllowed(why);
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

function limit(why: Extract<AdmissionRefusal, { kind: 'limit' }>, nowMs: number, isFitTold: boolean): Text {
  const amount = (units: number) => (why.unit === 'videos' ? videos(units) : credits(units));
  const unused = Math.max(0, why.limit - why.used);
  const left = why.unit === 'videos' ? unused : creditsLeft(unused);
  const window = windows[why.window].now;
  // What the operator spends in all is nobody else's concern.
  if (why.scope === 'service' || why.scope === 'provider') {
    return say`The operator’s budget for ${window} has no room for this. Nothing was charged, and what is on the way goes on. It starts anew ${when(why.freesAtMs, nowMs)}.${why.scope === 'provider' ? ' Another engine may still do it.' : ''}`;
  }
  const whose = { member: 'your', tenant: 'the shared' }[why.scope];
  const all = `${whose} ${amount(why.limit)} for ${window}`;
  const asked = `This needs ${amount(why.asked)}`;
  const anew = say`The limit starts anew ${when(why.freesAtMs, nowMs)}.`;
  if (why.limit === 0)
    return say`${capital(whose)} limit for ${window} is ${amount(0)}. A moderator or the operator can change it.`;
  const raise = why.scope === 'member' ? say` A moderator can raise it with ${code('/video-admin quota set')}.` : say``;
  const given = why.unit === 'videos' ? why.granted : creditsLeft(why.granted);
  const onTop =
    given === 0
      ? ''
      : ` You were given ${amount(why.granted)} on top, but that pays for whole videos, and this needs more.`;
  if (left === 0)
    return say`${asked}, and ${all} ${isOrAre(why.unit === 'videos' ? why.limit : creditsOf(why.limit))} used up. ${anew}${onTop}${raise}`;
  const smaller = isFitTold ? '' : ' A shorter or smaller video may fit now.';
  const fits = why.unit === 'videos' ? ` ${videos(left)} would fit now.` : smaller;
  if (why.asked > why.limit) return say`${asked}, more than ${all} in all.${fits}${onTop}`;
  return say`${asked}, and ${number(left)} of ${all} ${isOrAre(left)} left. ${anew}${fits}${onTop}`;
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

/** What would fit instead: "4 s at 848x480 with Runway gen4 turbo fits now, for 20 credits." */
export function fitsNow(
  { seconds, size: { width, height }, quoteMicroUsd }: Pick<Fit, 'seconds' | 'size' | 'quoteMicroUsd'>,
  label: string,
): string {
  return `${seconds} s at ${width}x${height} with ${label} would fit now, for ${credits(quoteMicroUsd)}.`;
}

/** Where a moderator can be asked. */
export function mayAsk(): string {
  return 'A moderator can allow it: ask one with the button. Nothing is charged before they say yes.';
}

/** Above every refusal. */
export function nothingStarted(): string {
  return 'Nothing was started and you pay nothing.';
}
