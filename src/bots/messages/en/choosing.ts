import type { Adaptation, RouteReason } from '../../../core/spec.ts';
import type { EngineOut } from '../../../core/choose-engine.ts';
import { option, say, type Text } from '../text.ts';
import { about, credits, day, either } from './amounts.ts';

/** Why `auto` took an engine, in a word or two. */
const reasons: Readonly<Record<RouteReason, string>> = {
  only_one: 'the only one here that can',
  image_input: 'image to video',
  video_input: 'video to video',
  long: 'a long video',
  sound: 'with sound',
  size: 'this size',
  style: 'good at looks',
  physics: 'good at how things move',
  story: 'keeps a story together',
  draft: 'quick and cheap',
  cheapest: 'the cheapest that can',
  fastest: 'the fastest that can',
  instead: 'in place of another',
};

/** "Runway gen4.5 (auto): image to video, 60 credits, about 2 min". `usualMs` null where it has made none yet. */
export function chosen(engine: string, because: RouteReason, priceMicroUsd: number, usualMs: number | null): string {
  const time = usualMs === null ? [] : [about(usualMs)];
  return `${auto(engine)}: ${[reasons[because], credits(priceMicroUsd), ...time].join(', ')}`;
}

/** An engine that nobody named. */
export function auto(engine: string): string {
  return `${engine} (auto)`;
}

/** For a job that another engine did not take. */
export function moved(from: string, to: string): string {
  return `${from} was not available: made by ${to} instead, at the same price at most.`;
}

/** What had to change of what the person set. */
export function adapted(engine: string, { option: name, asked, got }: Adaptation): string {
  switch (name) {
    case 'size':
      return got === null ? `${engine} picks the size itself.` : `${engine} renders ${got}: nearest to ${asked}.`;
    case 'seconds':
      return got === null ? `${engine} picks the length itself.` : `${engine} makes ${got} s: nearest to ${asked} s.`;
    case 'fps':
      return got === null
        ? `${engine} picks the frame rate itself.`
        : `${engine} renders ${got} fps: nearest to ${asked} fps.`;
    case 'seed':
      return `${engine} takes no seed, so each take is a new one.`;
    case 'audio':
      return asked === 'off' ? `${engine} always makes sound.` : `${engine} makes no sound.`;
    case 'style':
      return `${engine} had no room for the style beside this prompt.`;
  }
}

/** Why an engine that was named takes nothing, and which ones could. */
export function out({ engine, why, retiredOn, replacedBy, couldDo }: EngineOut): Text {
  const others = [...(replacedBy ? [replacedBy] : []), ...couldDo.filter(({ id }) => id !== replacedBy?.id)];
  return say`${sentence(engine.label, why, retiredOn)} ${instead(others)}`;
}

function sentence(engine: string, why: EngineOut['why'], retiredOn: string | null): string {
  switch (why) {
    case 'retired':
      return retiredOn === null
        ? `${engine} is no longer offered by its maker.`
        : `${engine} has not been offered by its maker since ${day(retiredOn)}.`;
    case 'out_of_credit':
      return `${engine} takes nothing from here just now: its credit is used up, or it does not accept our key. The operator has been told.`;
    case 'disabled':
      return `The operator has switched ${engine} off for now.`;
  }
}

/** "Runway gen4.5 can do this. Try --engine runway/gen4.5." */
export function instead(others: EngineOut['couldDo']): Text {
  const [first] = others;
  if (!first) return say`No other engine here can do this.`;
  const names = either(others.slice(0, namedMax).map(({ label }) => label));
  return say`${names} can do this. Try ${option('engine', first.id)}.`;
}

const namedMax = 3;
