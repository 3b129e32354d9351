import type { Clock } from '../../../src/core/ports/world.ts';
import { systemClock } from '../../../src/system.ts';
import { createWatch } from '../watch.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createRaw } from './delivery/raw.ts';
import { createSockets, type Sockets } from './delivery/sockets.ts';
import { createFaults, type Faults } from './faults.ts';
import { createPeople } from './people/people.ts';
import { createPost } from './people/post.ts';
import { createSetting } from './setting.ts';
import { createStanding } from './standing.ts';
import { createLimits } from './web/limits.ts';
import { createRoutes } from './web/routes.ts';
import { createWebServer, type RequestLog } from './web/server.ts';
import { createWorld, type Problem } from './world.ts';

export interface SlackOptions {
  /** For the three seconds, the life of triggers and addresses, ids and times. Default: the system's. */
  readonly clock?: Clock;
  /** How long `until` waits, in real time. */
  readonly patienceMs?: number;
  /** `real`: what Slack promises per method and workspace, and no more. Default `wide`: never full. */
  readonly rateLimits?: 'real' | 'wide';
}

export type Slack = Awaited<ReturnType<typeof startSlack>>;

/** Starts Slack on 127.0.0.1. See README.md beside this file. */
export async function startSlack(options: SlackOptions = {}) {
  const clock = options.clock ?? systemClock;
  const ended = new AbortController();
  const world = createWorld(clock, ended.signal);
  const faults: Faults = createFaults();
  const limits = createLimits(clock, options.rateLimits ?? 'wide');
  const web = createWebServer(world, faults, (received) => routes(received));
  const sockets = createSockets(world, web.http);
  const routes = createRoutes(world, limits, [sockets.open]);
  const watch = createWatch(options.patienceMs ?? 5000, () => summary(web.requests, world.problems));
  world.changed = watch.changed;
  world.origin = `http://127.0.0.1:${await web.listen()}`;
  const delivery = createDelivery(world, sockets.road);
  const post = createPost(world, delivery);

  return {
    /** For `new WebClient(token, { slackApiUrl })`. */
    apiUrl: `${world.origin}/api/`,
    origin: world.origin,
    appId: world.appId,
    signingSecret: world.signingSecret,
    get appToken(): string {
      return world.appToken;
    },
    clientId: world.clientId,
    clientSecret: world.clientSecret,
    /** What a correct app never does: wrong arguments, unknown methods, text that is not escaped. */
    problems: world.problems satisfies Problem[],
    /** Every request, in the order in which they came. */
    requests: web.requests satisfies RequestLog[],
    faults,
    until: <T>(look: () => T | null | undefined | false, what = 'that'): Promise<T> => watch.until(look, what),

    ...createSetting(world),
    ...createPeople(world, watch, post),
    ...createStanding(world, watch, post),
    ...createRaw(world, delivery),
    /** The connections of Socket Mode. */
    sockets: sockets.controls satisfies Sockets,
    /** The same interaction or event once more: the same trigger, freshly signed. */
    deliverAgain(of: { readonly id: string }): void {
      post.again(of.id);
    },

    /** Where the app listens; without an address, deliveries go over Socket Mode. */
    deliverTo(to: { readonly url: string | null }): void {
      delivery.to.url = to.url;
    },

    async [Symbol.asyncDispose](): Promise<void> {
      ended.abort();
      sockets.close();
      await web.close();
    },
  };
}

/** What an impatient test wants to know. */
function summary(requests: readonly RequestLog[], problems: readonly Problem[]): string {
  const last = requests.slice(-8).map((one) => `  ${one.method} -> ${one.status ?? 'nothing'} ${one.error ?? ''}`);
  return ['The last requests:', ...last, 'Problems:', ...problems.map((one) => `  ${one.where}: ${one.message}`)].join(
    '\n',
  );
}
