import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Counts, Metrics, Timings } from './core/ports/world.ts';
import type { Store } from './core/ports/store.ts';
import { SECOND } from './core/time.ts';

/** Metrics that can be scraped. */
export type ScrapedMetrics = Metrics & {
  readonly contentType: string;
  /** All of them as text, in the format of Prometheus. */
  readonly render: () => Promise<string>;
};

type Description<Label extends PropertyKey = string> = {
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<Label, true>>;
};

/** A metric for each name, with exactly the labels that the port gives it. */
type Described<All> = { readonly [N in keyof All]: Description<keyof All[N]> };

const counts: Described<Counts> = {
  requests: {
    name: 'reelay_requests_total',
    help: 'Requests by what became of them, and why they were refused.',
    labels: { result: true, refusal: true },
  },
  webhooks: {
    name: 'reelay_webhooks_total',
    help: 'Webhook deliveries by provider and what they were taken for.',
    labels: { provider: true, outcome: true },
  },
  statuses: {
    name: 'reelay_statuses_total',
    help: 'Status messages by chat platform and whether they could be shown.',
    labels: { platform: true, outcome: true },
  },
};

const timings: Described<Timings> = {
  steps: {
    name: 'reelay_step_duration_seconds',
    help: 'How long steps of jobs took, by kind and outcome.',
    labels: { step: true, outcome: true },
  },
  httpRequests: {
    name: 'reelay_http_request_duration_seconds',
    help: 'How long HTTP requests took until their answer began, by route and class of status.',
    labels: { route: true, method: true, status: true },
  },
};

/** A step may take a moment or most of an hour. */
const secondsBuckets = [0.005, 0.025, 0.1, 0.3, 1, 3, 10, 30, 120, 600, 1_800];

/** `store` is read at each scrape; while it cannot be, `reelay_database_up` is 0 and its gauges are left out. */
export function createMetrics(store: Pick<Store, 'openJobCounts'>): ScrapedMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'reelay_' });
  const counterOf = ({ name, help, labels }: Description): Counter =>
    new Counter({ name, help, labelNames: Object.keys(labels), registers });
  const histogramOf = ({ name, help, labels }: Description): Histogram =>
    new Histogram({ name, help, labelNames: Object.keys(labels), buckets: secondsBuckets, registers });
  const counters: Record<keyof Counts, Counter> = {
    requests: counterOf(counts.requests),
    webhooks: counterOf(counts.webhooks),
    statuses: counterOf(counts.statuses),
  };
  const histograms: Record<keyof Timings, Histogram> = {
    steps: histogramOf(timings.steps),
    httpRequests: histogramOf(timings.httpRequests),
  };
  const openJobs = new Gauge({
    name: 'reelay_open_jobs',
    help: 'Jobs that have not ended, by engine and state.',
    labelNames: ['engine', 'state'],
    registers,
  });
  const databaseUp = new Gauge({
    name: 'reelay_database_up',
    help: 'Whether the database could be read at this scrape.',
    registers,
  });

  async function readStore(): Promise<void> {
    openJobs.reset();
    try {
      for (const { engine, state, jobs } of await store.openJobCounts()) openJobs.set({ engine, state }, jobs);
      databaseUp.set(1);
    } catch {
      // Said by the gauge itself; readiness tells why.
      databaseUp.set(0);
    }
  }

  return {
    contentType: registry.contentType,
    count: (name, labels) => counters[name].inc({ ...labels }),
    observe: (name, labels, durationMs) => histograms[name].observe({ ...labels }, durationMs / SECOND),
    async render() {
      await readStore();
      return registry.metrics();
    },
  };
}
