import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { DeliveryState } from '../../src/core/delivery.ts';
import type { JobStateKind } from '../../src/core/job.ts';
import type { JobStory } from '../../src/core/story.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import { SECOND } from '../../src/core/time.ts';
import { resolve as decide } from '../../src/core/usecases/resolve.ts';
import { listen } from '../../src/http/listen.ts';
import type { RunningProvider } from '../../src/providers/provider-module.ts';
import { systemClock } from '../../src/system.ts';
import { collectLog } from '../core/samples.ts';
import { type Slack, startSlack } from '../doubles/slack/slack.ts';
import type { SeenMessage } from '../doubles/slack/people/sight.ts';
import type { Channel } from '../doubles/slack/things.ts';
import { engineTraffic } from '../doubles/engine-server.ts';
import { type ManualClock, manualClock } from '../doubles/world.ts';
import { patientEngine } from './patient-engine.ts';
import { Machine } from './program.ts';

export type Way = 'http' | 'socket';

type Options = {
  /** How Slack reaches us. */
  readonly way?: Way;
  readonly env?: Readonly<Record<string, string>>;
  /** The clock that all of it goes by. */
  readonly clock?: ManualClock;
  /** The engines that the settings name, in place of a patient one. */
  readonly ownEngines?: boolean;
  /** The patient engine beside those, at a price of real money. */
  readonly besides?: 'real';
  /** Put around each of them. */
  readonly aroundProvider?: (provider: RunningProvider) => RunningProvider;
};

const patienceMs = 20_000;
const graceMs = 1_000;
const triesMax = 200;

/**
 * The whole service in this process, on a clock that the test moves, with a Slack on the same clock and a workspace with
 * a channel and two people.
 */
export async function openSlackApp({
  way = 'http',
  env = {},
  clock = manualClock(),
  ownEngines = false,
  besides,
  aroundProvider,
}: Options = {}) {
  const slack = await startSlack({ clock, patienceMs });
  const workspace = slack.addWorkspace({ name: 'Studio' });
  const token = slack.install(workspace);
  const channel = slack.addChannel(workspace, { name: 'clips' });
  const ada = slack.addUser(workspace, { name: 'Ada' });
  const bo = slack.addUser(workspace, { name: 'Bo' });
  const engine = await patientEngine({ playMoney: besides !== 'real' });
  const folder = await Machine.start();
  const log = collectLog();
  const ways: Readonly<Record<Way, Record<string, string>>> = {
    http: { SLACK_SIGNING_SECRET: slack.signingSecret },
    socket: { SLACK_APP_TOKEN: slack.appToken },
  };

  async function start() {
    const settings = readConfig(
      {
        DATA_DIR: folder.file('data'),
        SLACK_API_URL: slack.apiUrl,
        ...(env['SLACK_CLIENT_ID'] === undefined ? { SLACK_BOT_TOKEN: token } : {}),
        ...ways[way],
        ALERT_TO: `slack:${channel.id}`,
        ...env,
      },
      folder.dir,
    );
    const providers = [{ provider: engine.provider, credential: 'main' }];
    const engines = ownEngines ? {} : { providers };
    const { config, secrets } = settings;
    const besidesThem = besides === undefined ? [] : providers.map((provider) => () => Promise.resolve(provider));
    const all = { config, secrets: { ...secrets, providers: [...secrets.providers, ...besidesThem] } };
    const app = await createApp(all, { clock, log, ...engines, ...(aroundProvider ? { aroundProvider } : {}) });
    const stop = new AbortController();
    const listening = await listen(app.http(stop.signal), { host: '127.0.0.1', port: 0 }, systemClock);
    const address = `http://127.0.0.1:${listening.port}`;
    if (way === 'http') slack.deliverTo({ url: `${address}/slack/events` });
    const connecting = app.connect(stop.signal);
    const tending = app.tend(stop.signal);
    const working = app.work(null, stop.signal);
    if (way === 'socket') await slack.until(() => slack.sockets.count() > 0, 'the connection');
    return {
      app,
      address,
      /** It dies as it stands: what is under way never ends, and nothing is handed back. */
      async crash(): Promise<void> {
        // What it still says was said by nobody.
        for (const ending of [connecting, tending, working]) ending.catch(() => undefined);
        await app.store.close();
        stop.abort();
        await listening.close(0);
      },
      async stop(): Promise<void> {
        stop.abort();
        await Promise.all([connecting, tending, working, listening.close(graceMs)]);
        await app[Symbol.asyncDispose]();
      },
    };
  }

  let running = await start();

  const world = {
    slack,
    workspace,
    channel,
    ada,
    bo,
    clock,
    engine,
    log,
    folder,
    get app() {
      return running.app;
    },
    get address() {
      return running.address;
    },
    /** Its workspace may use real engines. */
    async allow(): Promise<void> {
      const budget = { perDayMicroUsd: 1_000_000_000, perMonthMicroUsd: 1_000_000_000 };
      const id = parseTenantId(`slack:${workspace.id}`);
      await running.app.store.allowTenant(id, budget, { kind: 'operator' }, clock.nowMs());
    },
    /** The operator says which task of the engine a video without an answer is. */
    async resolve({ number, taskId }: { readonly number: number; readonly taskId: string }): Promise<string> {
      const tenantId = parseTenantId(`slack:${workspace.id}`);
      const decision = { kind: 'made', taskId } as const;
      return (await decide({ choice: { tenantId, number }, decision }, running.app.deps)).kind;
    },
    /** Lets time pass; what is asked of Slack meanwhile is answered in between. */
    pass: (ms: number, stepMs?: number): Promise<void> => pass(clock, slack, ms, stepMs),
    /** Time goes on until this is so. */
    until: <T>(look: () => T | null | undefined | false, what?: string): Promise<T> =>
      passUntil(clock, slack, look, what ?? 'that'),
    /** The clip is fetched and posted, and the status says so. */
    async finish(at: Channel = channel): Promise<SeenMessage> {
      engine.done = true;
      const result = await world.until(() => resultsIn(slack, at)[0], 'the result');
      await world.until(
        () => slack.seen(at).some(({ shownText, files }) => files.length === 0 && shownText.includes('is ready')),
        'the end',
      );
      return result;
    },
    /** Its first video has come so far, and its delivery too, where there is one. */
    async arrived(job: JobStateKind, delivery?: DeliveryState['kind']): Promise<JobStory> {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const story = await folder.story(1, `slack:${workspace.id}`);
        const { state } = story.view.deliveries[0] ?? {};
        if (story.view.job.state.kind === job && (delivery === undefined || state?.kind === delivery)) return story;
        await pass(clock, slack, 5 * SECOND, SECOND);
      }
      throw new Error(`expected it to be ${job} by now, and it is not`);
    },
    async crashAndStartAgain(): Promise<void> {
      await running.crash();
      running = await start();
    },
    async startAgain(): Promise<void> {
      await running.stop();
      running = await start();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await running.stop();
      await slack[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
  return world;
}

export type SlackApp = Awaited<ReturnType<typeof openSlackApp>>;

export function resultsIn(slack: Slack, channel: Channel): readonly SeenMessage[] {
  return slack.seen(channel).filter(({ files }) => files.length > 0);
}

/** So many turns of the event loop without a request to Slack mean that none is under way. */
const quietTurns = 150;

/** What was asked of Slack and of engines has its answer, and what follows from that was asked. */
async function settled({ requests }: Pick<Slack, 'requests'>): Promise<void> {
  const happened = (): number => requests.length + engineTraffic().begun + engineTraffic().ended;
  let seen = happened();
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (happened() !== seen || engineTraffic().begun !== engineTraffic().ended || isMachineAtWork()) quiet = 0;
    seen = happened();
  }
}

/** Files and the processes that check clips know nothing of our clock. */
const slowWork = new Set(['ProcessWrap', 'FSReqCallback', 'FSReqPromise']);

function isMachineAtWork(): boolean {
  return process.getActiveResourcesInfo().some((resource) => slowWork.has(resource));
}

async function pass(clock: ManualClock, slack: Slack, ms: number, stepMs = 20 * SECOND): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= stepMs) {
    await clock.advance(Math.min(stepMs, leftMs));
    await settled(slack);
  }
}

const secondsMax = 3_600;

async function passUntil<T>(
  clock: ManualClock,
  slack: Slack,
  look: () => T | null | undefined | false,
  what: string,
): Promise<T> {
  for (let seconds = 0; seconds < secondsMax; seconds += 1) {
    await settled(slack);
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    await clock.advance(SECOND);
  }
  throw new Error(`expected ${what} within ${secondsMax} seconds, and it did not come`);
}
