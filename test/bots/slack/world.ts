import { createSlackApi, type SlackApi } from '../../../src/bots/slack/outgoing/api.ts';
import { createSlackChat } from '../../../src/bots/slack/outgoing/chat.ts';
import { createTokenStanding } from '../../../src/bots/token-standing.ts';
import { destinationOf, externalIdOf, inboundKeyOf, inputSourceOf } from '../../../src/bots/slack/places.ts';
import type { WorkspaceFound, Workspaces } from '../../../src/bots/slack/workspace.ts';
import type { Upload } from '../../../src/core/delivery.ts';
import type { Job } from '../../../src/core/job.ts';
import type { DeliverAsk } from '../../../src/core/ports/chat.ts';
import type { JobView, Request } from '../../../src/core/request.ts';
import { createIds } from '../../../src/system.ts';
import { firstTry } from '../../contracts/chat-asks.ts';
import { sourceOf } from '../../contracts/media.ts';
import { aClip, aJob, aJobView, aRequest, idOf, spec } from '../../core/samples.ts';
import { type SlackOptions, startSlack } from '../../doubles/slack/slack.ts';
import type { Channel, Person, Workspace as Team } from '../../doubles/slack/things.ts';
import { manualClock, seededRandom } from '../../doubles/world.ts';
import { keepLog } from '../kept-log.ts';

export const clipBytes = new TextEncoder().encode('a clip '.repeat(1_000));

/** Nobody stops the call. */
export const live = (): AbortSignal => new AbortController().signal;

/** What a test changes about a request and its job. */
export type Asked = {
  readonly prompt?: string;
  readonly channel?: Channel;
  readonly thread?: string | null;
  readonly by?: Person | null;
  readonly request?: Partial<Request>;
  readonly job?: Partial<Job>;
};

/** A Slack on loopback with a workspace, a channel that we are in and Ada, and all that we send there. */
export async function openSlackWorld(options: Omit<SlackOptions, 'clock'> = {}) {
  const clock = manualClock();
  const slack = await startSlack({ clock, ...options });
  const team = slack.addWorkspace({ name: 'Reel club' });
  slack.install(team);
  const ada = slack.addUser(team, { name: 'Ada' });
  const channel = slack.addChannel(team, { name: 'clips', members: [ada], botIsMember: true });
  const ids = createIds(clock, seededRandom());
  const log = keepLog();
  const settings = { apiUrl: slack.apiUrl };

  /** As a process begins: knows nothing of what was before. */
  function start(more: { readonly clipUrl?: () => string } = {}) {
    const standing = createTokenStanding();
    const apis = new Map<string, SlackApi>();
    const teams = new Map<string, Team>([[team.id, team]]);
    /** What is said of a workspace instead. */
    const said = new Map<string, WorkspaceFound>();

    function apiOf(of: Team = team): SlackApi {
      const known = apis.get(of.id);
      if (known) return known;
      const standingThere = of === team ? standing : createTokenStanding();
      const made = createSlackApi({ settings, token: slack.tokenOf(of).value, clock, log, standing: standingThere });
      apis.set(of.id, made);
      return made;
    }

    const workspaces: Workspaces = {
      of: async (teamId) => {
        const found = teams.get(teamId);
        const instead = said.get(teamId);
        if (instead) return instead;
        if (!found) return { kind: 'none' };
        return { kind: 'workspace', workspace: { teamId, botUserId: found.botUserId, api: apiOf(found) } };
      },
    };
    const engines = { all: () => [], find: () => null };
    const clipUrl = more.clipUrl ?? (() => null);
    const chat = createSlackChat({ workspaces, clock, offers: () => ({ hd: null, continue: null }), engines, clipUrl });
    return { standing, api: apiOf(), apiOf, teams, said, workspaces, chat };
  }

  let number = 411;

  /** A finished video that Ada asked for in the channel. */
  function view(asked: Asked = {}): JobView {
    const { prompt = spec.prompt, channel: at = channel, thread = null, by = ada } = asked;
    const destination = destinationOf(at.workspace.id, at.id, thread);
    const request = aRequest({
      id: ids.next('request'),
      inboundKey: inboundKeyOf(at.workspace.id, String(number)),
      tenantId: destination.tenantId,
      destination,
      prompt,
      createdAtMs: clock.nowMs(),
      ...asked.request,
    });
    number += 1;
    const base = aJob(
      { kind: 'ready', attemptId: idOf('attempt'), clipId: idOf('clip') },
      { id: ids.next('job'), requestId: request.id, number, spec: { ...spec, prompt }, ...asked.job },
    );
    const externalId = by && externalIdOf(by.workspace.id, by.id);
    const requester = { userId: request.userId, externalId, name: by?.name ?? null };
    const file = { ...aClip().file, bytes: clipBytes.byteLength };
    return aJobView({ job: base, request, requester, clip: aClip({ id: ids.next('clip'), file }) });
  }

  function ask(of: JobView = view(), bytes: Uint8Array = clipBytes): DeliverAsk {
    return {
      deliveryId: ids.next('delivery'),
      destination: of.request.destination,
      view: of,
      ...firstTry,
      openClip: async () => sourceOf(bytes),
    };
  }

  /** Tries of one delivery, as the core makes them: each is told what the latest before it noted. */
  function tries(first: DeliverAsk = ask()) {
    let upload: Upload | null = null;
    let isFirst = true;
    const note = async (name: string): Promise<void> => {
      upload = { name, atMs: clock.nowMs() };
    };
    return {
      next: (): DeliverAsk => {
        const mayBePosted = !isFirst;
        isFirst = false;
        return { ...first, upload, mayBePosted, note };
      },
      noted: (): string | null => upload?.name ?? null,
    };
  }

  /** The source of a file that Ada attached to a message. */
  async function attach(bytes: Uint8Array): Promise<string> {
    const said = slack.say(ada, channel, 'look', { files: [{ name: 'ball.png', bytes, contentType: 'image/png' }] });
    return inputSourceOf(team.id, said.files[0]?.id ?? '');
  }

  return {
    clock,
    slack,
    team,
    channel,
    ada,
    ids,
    log,
    settings,
    start,
    ...start(),
    view,
    ask,
    tries,
    attach,
    /** What the bot shows in a channel. */
    posts: (of: Channel = channel) => slack.seen(of).filter(({ author }) => author === 'bot'),
    /** How often Slack was asked this. */
    asked: (method: string) => slack.requests.filter((request) => request.method === method).length,
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

export type SlackWorld = Awaited<ReturnType<typeof openSlackWorld>>;
