import { createAnswerer } from '../../../src/bots/answer.ts';
import { destinationIn, general } from '../../../src/bots/console/channels.ts';
import { createConsole } from '../../../src/bots/console/console.ts';
import type { ConsoleDeps } from '../../../src/bots/console/deps.ts';
import { createGuessLimit } from '../../../src/core/guess-limit.ts';
import { createPresser } from '../../../src/bots/press.ts';
import { createOffers } from '../../../src/core/offers.ts';
import type { AdmissionRules } from '../../../src/core/policy.ts';
import type { JobView } from '../../../src/core/request.ts';
import { aClip, aJob, aJobView, aRequest, spec } from '../../core/samples.ts';
import { openService } from '../../core/service.ts';

export const home = destinationIn(general);
export const secretKey = 'the secret of this service, long enough';
export const origin = 'http://127.0.0.1:8787';

/** A console on the real store, with its own clock; its browser is `visit`. */
export async function openConsole(more: Partial<ConsoleDeps> = {}, rules?: AdmissionRules) {
  const opened = await openService();
  const service = rules ? { ...opened, deps: { ...opened.deps, rules } } : opened;
  const woken = { times: 0 };
  const deps: ConsoleDeps = {
    ...service.deps,
    media: service.media,
    messages: service.messages,
    endedSessions: service.endedSessions,
    engineNames: () => service.engines.all().map(({ capabilities }) => capabilities.id),
    offers: createOffers(service.engines, service.media),
    answer: createAnswerer(service.deps).answer,
    ...createPresser(service.deps),
    wake: () => {
      woken.times += 1;
    },
    clipLink: (clipId) => `/media/${clipId}?signature=1`,
    killEngine: () => true,
    publicUrl: null,
    secretKey,
    guesses: createGuessLimit({ clock: service.clock, log: more.log ?? service.deps.log }),
    signIn: { needed: false },
    ...more,
  };
  const console = createConsole(deps);
  const userOf = (who: string) => service.userOf({ platform: 'console', externalId: who, name: null });
  return {
    ...service,
    deps,
    service: service.deps,
    console,
    woken,
    userOf,
    visit: (from?: string) => createVisitor(console.app, from),
    /** The first video that somebody asked for here. */
    async jobOne() {
      const job = await service.store.findJob({ tenantId: home.tenantId, number: 1, userId: null });
      if (!job) throw new Error('expected #1 in the store');
      return job;
    },
    /** All that were asked for, the first first. */
    async jobs() {
      const filter = { tenantId: null, userId: null, states: null, limit: 100 };
      const views = await service.store.list(filter, service.deps.rules, service.clock.nowMs());
      return views.map(({ job }) => job).toReversed();
    },
    /** What somebody sees of the channel. */
    page: async (who = 'ada') =>
      service.messages.page({ ...general, viewer: await userOf(who), beforePosition: null, limit: 100 }),
    [Symbol.asyncDispose]: async () => {
      console.close();
      await service.store.close();
    },
  };
}

export type ConsoleWorld = Awaited<ReturnType<typeof openConsole>>;

/** A job asked for in the console, with its clip. */
export function consoleView(more: Partial<JobView> = {}, prompt = spec.prompt): JobView {
  const base = aJobView();
  const job = { ...aJob(base.job.state), spec: { ...spec, prompt } };
  return { ...base, job, clip: aClip(), request: aRequest({ destination: home, prompt }), ...more };
}

type App = ReturnType<typeof createConsole>['app'];

/** A browser without a script: keeps cookies, and sends the fields that the page has. */
export function createVisitor(app: App, from = '127.0.0.1') {
  const incoming = { socket: { remoteAddress: from, remotePort: 50_000, remoteFamily: 'IPv4' } };
  const cookies = new Map<string, string>();
  let html = '';

  async function request(path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { Cookie: cookie }), ...init.headers };
    const response = await app.request(`${origin}${path}`, { redirect: 'manual', ...init, headers }, { incoming });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  const field = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

  return {
    cookies,
    request,
    field,
    /** Loads the channel's page. */
    async open(path = '/'): Promise<string> {
      html = await (await request(path)).text();
      return html;
    },
    /** Sends a form of the page, with its token and key unless told otherwise. */
    async send(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
      const body = new URLSearchParams({ csrf: field('csrf'), key: field('key'), ...fields });
      return request(path, { method: 'POST', body, headers: { Origin: origin, ...headers } });
    },
  };
}

export const asCall = { 'X-Fragment': '1' } as const;
