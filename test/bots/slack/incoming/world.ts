import type { App } from '@slack/bolt';
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { createAnswerer } from '../../../../src/bots/answer.ts';
import { createPresser } from '../../../../src/bots/press.ts';
import { createQuotes } from '../../../../src/bots/quotes.ts';
import type { IncomingDeps } from '../../../../src/bots/slack/incoming/deps.ts';
import { type OtherListeners, registerListeners } from '../../../../src/bots/slack/incoming/register-listeners.ts';
import type { HomeDeps } from '../../../../src/bots/slack/home/show-home.ts';
import { createSlackApi, type SlackApi } from '../../../../src/bots/slack/outgoing/api.ts';
import { createTokenStanding } from '../../../../src/bots/token-standing.ts';
import { destinationOf, externalIdOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import { createRequestUrl } from '../../../../src/bots/slack/receive/http.ts';
import { createTaker } from '../../../../src/bots/slack/receive/taker.ts';
import { tenantDefaults } from '../../../../src/core/defaults.ts';
import type { Job } from '../../../../src/core/job.ts';
import { noteAnswer } from '../../../../src/core/usecases/note-answer.ts';
import { sourceOf } from '../../../contracts/media.ts';
import { openService } from '../../../core/service.ts';
import type { Sent } from '../../../doubles/slack/people/sent.ts';
import type { SeenMessage } from '../../../doubles/slack/people/sight.ts';
import { startSlack } from '../../../doubles/slack/slack.ts';
import type { Channel, Person, Workspace } from '../../../doubles/slack/things.ts';
import { silentMetrics } from '../../../doubles/world.ts';
import { live } from '../world.ts';

type Change = (real: IncomingDeps) => Partial<IncomingDeps>;

/** People in a workspace of the double, the real Bolt over HTTP, and the real store behind what comes in. */
export async function openWorld(
  change: Change = () => ({}),
  others: (own: HomeDeps) => readonly OtherListeners[] = () => [],
) {
  const service = await openService();
  const { clock, store, engines, media, random, deps } = service;
  const lines: string[] = [];
  const log = {
    debug: (message: string) => void lines.push(`debug ${message}`),
    info: () => undefined,
    warn: (message: string, fields?: object) => void lines.push(`warn ${message} ${JSON.stringify(fields ?? {})}`),
    error: (message: string, error: unknown) => void lines.push(`error ${message}: ${String(error)}`),
  };
  const slack = await startSlack({ clock });
  const team = slack.addWorkspace({ name: 'Reel club' });
  slack.install(team);
  const ada = slack.addUser(team, { name: 'Ada' });
  const mo = slack.addUser(team, { name: 'Mo' });
  const channel = slack.addChannel(team, { name: 'videos', members: [ada, mo] });

  const settings = { apiUrl: slack.apiUrl };
  const apiOf = (token: string): SlackApi =>
    createSlackApi({ settings, token, clock, log, standing: createTokenStanding() });
  const apis = new Map<string, SlackApi>();
  const teams = new Map<string, Workspace>([[team.id, team]]);
  const woken = { times: 0 };
  const real: IncomingDeps = {
    store,
    clock,
    random,
    log,
    media,
    engines,
    rules: deps.rules,
    answer: createAnswerer({ ...deps, log }).answer,
    ...createPresser({ ...deps, log }),
    engineNames: () => engines.all().map(({ capabilities }) => capabilities.id),
    quoteOf: createQuotes(engines),
    wake: () => {
      woken.times += 1;
    },
    noteAnswer: (requestId, message) => noteAnswer({ requestId, message, statusEveryMs: 5_000 }, { store, clock, log }),
    clipUrl: () => null,
    workspaces: {
      async of(teamId) {
        const found = teams.get(teamId);
        if (!found?.token) return { kind: 'none' };
        const api = apis.get(found.token.value) ?? apiOf(found.token.value);
        apis.set(found.token.value, api);
        return { kind: 'workspace', workspace: { teamId, botUserId: found.botUserId, api } };
      },
    },
    respond: (...said) => apiOf('none').respond(...said),
    roleOf: async ({ userId }) => (userId === mo.id ? 'moderator' : 'member'),
  };

  /** A process that is connected, and answers. */
  async function connect() {
    const listen = (app: App): void => {
      registerListeners(
        app,
        { ...real, ...change(real) },
        others({ store, ids: service.ids, offers: () => ({ hd: null, continue: null }) }),
      );
    };
    const taker = createTaker({ log, listen });
    const app = createRequestUrl({ taker, signingSecret: slack.signingSecret, clock, log, metrics: silentMetrics });
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    slack.deliverTo({ url: `http://127.0.0.1:${port}/events` });
    return {
      idle: () => taker.idle(),
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }
  const first = await connect();
  const processes = [first];

  async function settled(): Promise<void> {
    for (const { idle } of processes) await idle();
  }

  async function apiIn(at: Channel): Promise<SlackApi> {
    at.botIsMember = true;
    const found = await real.workspaces.of(at.workspace.id);
    if (found.kind !== 'workspace') throw new Error('expected a workspace');
    return found.workspace.api;
  }

  function lastIn(at: Channel): SeenMessage {
    const message = slack.seen(at).at(-1);
    if (!message) throw new Error('expected the message to be there');
    return message;
  }

  const destination = destinationOf(team.id, channel.id);
  const personOf = ({ id, name, workspace }: Person) => ({
    platform: 'slack',
    externalId: externalIdOf(workspace.id, id),
    name,
  });

  return {
    ...service,
    slack,
    team,
    teams,
    channel,
    ada,
    mo,
    lines,
    woken,
    destination,
    settled,
    idle: () => first.idle(),
    /** Until this is acknowledged, and everything that came in is dealt with. */
    async done(sent: Sent) {
      const how = await sent.acknowledged();
      await settled();
      return how;
    },
    /** The same event once more, freshly signed, until it is dealt with. `other` makes it another one. */
    async repeat({ payload }: Pick<Sent, 'payload'>, other: object = {}): Promise<number> {
      await clock.advance(1_000);
      const body = { ...payload, ...other };
      const fields = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
      const form = 'command' in payload ? fields : { payload: JSON.stringify(body) };
      const { status } = await slack.raw({ body: String(new URLSearchParams(form)) });
      await settled();
      return status;
    },
    /** A process that takes over. */
    async another(): Promise<void> {
      processes.push(await connect());
    },
    allow: () => store.allowTenant(tenantOf(team.id), tenantDefaults, { kind: 'operator' }, clock.nowMs()),
    /** Somebody's video in the channel, or somewhere else. */
    videoOf: (person: Person, ask: Parameters<typeof service.admitted>[0] = {}, at = destination): Promise<Job> =>
      service.admitted(ask, {
        person: personOf(person),
        destination: at,
        inboundKey: `slack:${service.ids.next('entrySet')}`,
      }),
    async jobs(): Promise<readonly Job[]> {
      const filter = { tenantId: null, userId: null, states: null, limit: 100 };
      return (await store.list(filter, deps.rules, clock.nowMs())).map(({ job }) => job).toReversed();
    },
    /** A file of ours, as a worker posts it where its buttons are elsewhere. */
    async upload(at: Channel, name: string): Promise<SeenMessage> {
      const api = await apiIn(at);
      const bytes = new TextEncoder().encode('clip');
      const place = await api.uploadUrl({ name, sizeBytes: bytes.length }, live());
      if (place.kind !== 'done') throw new Error(`expected a place for the file, got ${place.kind}`);
      const { fileId, url } = place.value;
      await api.uploadBytes(url, { ...sourceOf(bytes), bytes: bytes.length }, live());
      const words = { kind: 'comment', comment: 'a video' } as const;
      await api.completeUpload({ channelId: at.id, thread: null, fileId, title: name, words }, live());
      return lastIn(at);
    },
    /** A message of ours, as a worker posts it, with buttons. */
    async post(
      at: Channel,
      buttons: Readonly<Record<string, string>>,
      thread: string | null = null,
    ): Promise<SeenMessage> {
      const api = await apiIn(at);
      const elements = Object.entries(buttons).map(([label, id]) => ({
        type: 'button' as const,
        action_id: id,
        text: { type: 'plain_text' as const, text: label },
      }));
      const posted = await api.postMessage(
        { channelId: at.id, thread },
        {
          text: 'a video',
          blocks: [
            { type: 'section', text: { type: 'plain_text', text: 'a video' } },
            { type: 'actions', elements },
          ],
        },
        live(),
      );
      expect(posted.kind).toBe('done');
      return lastIn(at);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const { close } of processes) await close();
      await slack[Symbol.asyncDispose]();
      await store.close();
      expect(slack.problems).toEqual([]);
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** What somebody reads in answer to what they did: the last of it. */
export function told(sent: Sent): string {
  return sent.replies().at(-1)?.shownText ?? '';
}

/** Work that waits until a test lets it go on. */
export function holdBack() {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    release: () => gate.resolve(),
    /** The same function, after the wait. */
    around<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
      return async (...args) => {
        begun.resolve();
        await gate.promise;
        return work(...args);
      };
    },
  };
}
