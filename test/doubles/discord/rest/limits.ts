import { createHash } from 'node:crypto';
import { rateLimited } from '../api-error.ts';
import type { Route } from './route.ts';

export interface Limits {
  /**
   * Headers of the answer. Throws the 429 when there is nothing left.
   */
  count(route: Route, params: Readonly<Record<string, string>>): Record<string, string>;
}

interface Bucket {
  left: number;
  resetsAtMs: number;
}

const real = { perBucket: 5, windowMs: 5000, globalPerSecond: 50 };
const wide = { perBucket: 1000, windowMs: 1000, globalPerSecond: Number.POSITIVE_INFINITY };

/**
 * Limits per route and per channel, server or webhook. They pass in real time, whatever the clock of the test says:
 * the client waits in real time. `wide` has all the headers and never runs out.
 */
export function createLimits(kind: 'real' | 'wide'): Limits {
  const { perBucket, windowMs, globalPerSecond } = kind === 'real' ? real : wide;
  const buckets = new Map<string, Bucket>();
  let second: Bucket = { left: globalPerSecond, resetsAtMs: 0 };

  return {
    count(route, params) {
      // Answering an interaction is not limited, and what is done with its token is outside the global limit.
      if (route.name === 'interaction.callback') return {};
      const nowMs = performance.now();
      if (route.proof === 'bot') {
        if (nowMs >= second.resetsAtMs) second = { left: globalPerSecond, resetsAtMs: nowMs + 1000 };
        if (second.left === 0) throw rateLimited({ retryAfterMs: second.resetsAtMs - nowMs, scope: 'global' });
        second.left -= 1;
      }
      const name = createHash('md5').update(`${route.method} ${route.path}`).digest('hex');
      const key = [name, params['channel'], params['guild'], params['application'], params['token']].join(' ');
      let bucket = buckets.get(key);
      if (!bucket || nowMs >= bucket.resetsAtMs) bucket = { left: perBucket, resetsAtMs: nowMs + windowMs };
      buckets.set(key, bucket);
      const afterMs = Math.ceil(bucket.resetsAtMs - nowMs);
      if (bucket.left === 0 && kind === 'real') throw rateLimited({ retryAfterMs: afterMs, scope: 'user' });
      bucket.left = kind === 'real' ? bucket.left - 1 : perBucket - 1;
      return {
        'X-RateLimit-Limit': String(perBucket),
        'X-RateLimit-Remaining': String(bucket.left),
        'X-RateLimit-Reset': ((performance.timeOrigin + bucket.resetsAtMs) / 1000).toFixed(3),
        'X-RateLimit-Reset-After': (afterMs / 1000).toFixed(3),
        'X-RateLimit-Bucket': name,
      };
    },
  };
}
