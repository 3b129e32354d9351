import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { Clip } from '../../src/core/clip.ts';
import { clipLink } from '../../src/core/clip-link.ts';
import { deriveKey } from '../../src/core/derived-key.ts';
import type { Job } from '../../src/core/job.ts';
import type { Media } from '../../src/core/ports/media.ts';
import type { Provider } from '../../src/core/ports/provider.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Metrics } from '../../src/core/ports/world.ts';
import { DAY } from '../../src/core/time.ts';
import { createGuessLimit } from '../../src/core/guess-limit.ts';
import { createHttp, type HttpDeps, type Mount } from '../../src/http/create-http.ts';
import type { HealthDeps } from '../../src/http/health.ts';
import type { MetricsRouteDeps } from '../../src/http/metrics.ts';
import { sourceOf } from '../contracts/media.ts';
import { aClip, aJob, aProvider, idOf } from '../core/samples.ts';
import { lineLog } from '../doubles/line-log.ts';
import { manualClock } from '../doubles/world.ts';
import { openDiskWorld } from '../media/disk-world.ts';

export const host = '127.0.0.1:8787';

export type WebOptions = {
  readonly store?: Store;
  readonly providers?: readonly Provider[];
  readonly mounts?: readonly Mount[];
  readonly host?: string;
  readonly publicUrl?: string | null;
  readonly health?: Partial<HealthDeps['checks']>;
  readonly metrics?: Partial<MetricsRouteDeps>;
  /** Told each time that a reader of a file is done with it. */
  readonly onFileClosed?: () => void;
  /** Told after each request. */
  readonly onMeasured?: () => void;
};

type Init = {
  readonly method?: string;
  readonly body?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};

/** All of HTTP, with a store that has no attempts unless one is given, and real files. */
export async function openWeb(options: WebOptions = {}) {
  const disk = await openDiskWorld({ clipCheck: async () => aClip().facts });
  const clock = manualClock();
  const logged = lineLog();
  const counted: (readonly [name: string, labels: object])[] = [];
  const metrics: Metrics = {
    count: (name, labels) => counted.push([name, labels]),
    observe: (name, labels) => {
      counted.push([name, labels]);
      options.onMeasured?.();
    },
  };
  const clips = new Map<string, Clip>();
  const jobs = new Map<string, Job>();
  const linkKey = deriveKey('secret', 'media-link');
  const all = options.providers ?? [aProvider()];
  let isStopping = false;
  const store = options.store ?? noAttempts();

  const deps: HttpDeps = {
    address: { host: options.host ?? '127.0.0.1', publicUrl: options.publicUrl ?? null },
    webhooks: {
      store,
      clock,
      log: logged.log,
      metrics,
      provider: (name) => all.find((provider) => provider.name === name) ?? null,
    },
    media: {
      store: { clip: async (id) => clips.get(id) ?? null, job: async (id) => jobs.get(id) ?? null },
      media: watched(disk.media, options.onFileClosed ?? (() => undefined)),
      clock,
      log: logged.log,
      linkKey,
    },
    health: {
      checks: { database: async () => null, disk: async () => null, worker: async () => null, ...options.health },
      isStopping: () => isStopping,
      clock,
    },
    metrics: {
      render: async () => 'reelay_database_up 1\n',
      contentType: 'text/plain; version=0.0.4',
      signInNeeded: false,
      adminToken: null,
      guesses: createGuessLimit({ clock, log: logged.log }),
      ...options.metrics,
    },
    mounts: options.mounts ?? [],
    log: logged.log,
  };
  const app = createHttp(deps);

  /** A clip of so many bytes, with the file that belongs to it. */
  async function clipOf(sizeBytes: number, more: Partial<Clip> = {}) {
    const n = clips.size + 1;
    const bytes = new Uint8Array(randomBytes(sizeBytes));
    const expectation = { seconds: 5, bytesMax: sizeBytes };
    const { file } = await disk.media.storeClip(`att_${n}`, sourceOf(bytes), expectation, new AbortController().signal);
    const clip = aClip({ id: idOf('clip', n), jobId: idOf('job', n), file, ...more });
    clips.set(clip.id, clip);
    jobs.set(clip.jobId, aJob({ kind: 'queued' }, { id: clip.jobId, number: 411 + n }));
    const link = clipLink(linkKey, clip.id, clock.nowMs() + DAY);
    return { clip, bytes: Buffer.from(bytes), link };
  }

  return {
    app,
    clock,
    disk,
    linkKey,
    clipOf,
    counted,
    logged: logged.lines,
    stop: () => {
      isStopping = true;
    },
    request: (path: string, init: Init = {}, from = '127.0.0.1') => requestFrom(app, path, init, from),
    [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose](),
  };
}

function watched(media: Pick<Media, 'open'>, onClosed: () => void): Pick<Media, 'open'> {
  async function* readAll(body: AsyncIterable<Uint8Array>) {
    try {
      yield* body;
    } finally {
      onClosed();
    }
  }
  return {
    async open(key, range) {
      const source = await media.open(key, range);
      return source && { ...source, body: { [Symbol.asyncIterator]: () => readAll(source.body) } };
    },
  };
}

/** As it comes from a peer at this address, with a Host that is ours unless told otherwise. */
async function requestFrom(
  app: Pick<Hono, 'request'>,
  path: string,
  init: Init,
  remoteAddress: string,
): Promise<Response> {
  const incoming = { socket: { remoteAddress, remotePort: 50_000, remoteFamily: 'IPv4' } };
  return app.request(path, { ...init, headers: { host, ...init.headers } }, { incoming });
}

function noAttempts(): Store {
  const store = { attempt: async () => null, attemptOfTask: async () => null };
  return store as unknown as Store;
}
