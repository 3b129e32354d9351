import { isId } from '../../core/ids.ts';
import type { SubmitAsk } from '../../core/ports/provider.ts';
import { DEMO_ENGINE, demoCapabilities } from './capabilities.ts';

/** What is wrong with an ask, in a sentence for the log; null when the engine can do it. */
export function refusalOf({ attemptId, engine, spec }: SubmitAsk): string | null {
  const { sizes, seconds, fps, promptCharsMax } = demoCapabilities;
  if (!isId('attempt', attemptId)) return 'expected an attempt id (att_…), got something else';
  if (engine !== DEMO_ENGINE) return `expected engine ${DEMO_ENGINE}, got ${engine}`;
  if (spec.prompt.length > promptCharsMax) {
    return `expected a prompt of at most ${promptCharsMax} characters, got ${spec.prompt.length}`;
  }
  if (!Number.isInteger(spec.seconds) || spec.seconds < seconds.min || spec.seconds > seconds.max) {
    return `expected whole seconds from ${seconds.min} to ${seconds.max}, got ${spec.seconds}`;
  }
  for (const [name, side] of Object.entries(spec.size)) {
    if (side % 2 !== 0 || side < sizes.sideMin || side > sizes.sideMax) {
      return `expected an even ${name} from ${sizes.sideMin} to ${sizes.sideMax} pixels, got ${side}`;
    }
  }
  if (!fps.some((rate) => rate === spec.fps)) return `expected ${fps.join(', ')} frames a second, got ${spec.fps}`;
  if (spec.audio) return 'expected a clip without audio: this engine makes none';
  if (spec.input !== null && spec.input.kind !== 'image') return `expected an image input, got ${spec.input.kind}`;
  if (spec.input !== null && spec.input.mediaKey === null)
    return 'expected an input copied to our media, got its source only';
  return null;
}
