import { jobDefaults } from '../../core/defaults.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { demoCapabilities } from './capabilities.ts';

/**
 * Words that make the demo misbehave, for people who want to see what the product does then:
 * `[fail]` breaks half way, `[refuse]` is turned down, `[slow]` renders at about a tenth of the
 * speed, `[late]` ends after its deadline, `[lost]` is taken although the create's answer never arrives.
 */
const names = ['fail', 'refuse', 'slow', 'late', 'lost'] as const;
export type Misbehaviour = (typeof names)[number];

const pattern = /\[(?:fail|refuse|slow|late|lost)\]/gi;

const slowFactor = 10;
const slowExtraMsMax = 20 * SECOND;

/** How long after its create a `[late]` task still says that it runs: a minute past the deadline. */
export const lateMs =
  Math.max(jobDefaults.overdueMsMin, jobDefaults.overdueP95Factor * demoCapabilities.typicalMsP95) + MINUTE;

export function misbehaves(prompt: string, how: Misbehaviour): boolean {
  return prompt.toLowerCase().includes(`[${how}]`);
}

/** The prompt as its caption shows it. */
export function withoutMisbehaviour(prompt: string): string {
  return prompt.replace(pattern, ' ').replace(/\s+/g, ' ').trim();
}

/** What a `[slow]` task waits after a frame that took `frameMs`, so that all its waits stay bounded together. */
export function slowPauseMs(frameMs: number, frames: number): number {
  return Math.min((slowFactor - 1) * frameMs, slowExtraMsMax / frames);
}
