import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../../../src/bots/messages/en.ts';
import { createOauth } from '../../../../src/bots/slack/install/oauth.ts';
import { botScopes } from '../../../../src/bots/slack/install/scopes.ts';
import { externalIdOf } from '../../../../src/bots/slack/places.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Person } from '../../../doubles/slack/things.ts';
import { openInstallWorld } from './world.ts';

const { slackInstall: words } = en;
const publicUrl = 'https://reelay.example.org';

let world: Awaited<ReturnType<typeof openInstallWorld>>;
beforeAll(async () => {
  world = await openInstallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Our address as a browser reaches it; `more` is what goes wrong in it. */
function openDoor(more: Partial<Parameters<typeof createOauth>[0]> = {}) {
  const { clock, random, endedSessions, slack } = world;
  const logged: string[] = [];
  const keep = (...said: unknown[]): void => void logged.push(JSON.stringify(said));
  const started = world.start();
  const oauth = createOauth({
    settings: { ...slack, stateSecret: 'a secret of this service', publicUrl },
    clock,
    random,
    log: { debug: keep, info: keep, warn: keep, error: keep },
    endedSessions,
    takeIn: started.takeIn,
    teamOf: async (id) => {
      const { name, budget } = await world.tenant({ id });
      return { name, isAllowed: budget !== null };
    },
    words: en,
    ...more,
  });
  const app = new Hono().route('/slack', oauth);

  /** A browser of its own, with its cookies. */
  function browser() {
    const cookies = new Map<string, string>();
    async function get(address: string): Promise<Response> {
      const cookie = [...cookies].map((each) => each.join('=')).join('; ');
      const response = await app.request(new URL(address, publicUrl).href, { headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return response;
    }

    /** To Slack; returns where it sends somebody back who decides there. */
    async function begin(person: Person, decides: Parameters<typeof slack.consent>[2] = {}): Promise<string> {
      const { headers, status } = await get('/slack/install');
      expect(status).toBe(303);
      return slack.consent(headers.get('location') ?? '', person, decides);
    }

    return { get, begin, cookies };
  }

  return { started, logged, browser };
}

let count = 0;

function aWorkspace() {
  count += 1;
  const workspace = world.slack.addWorkspace({ name: `Reel <club> ${count}` });
  return { workspace, ada: world.slack.addUser(workspace, { name: 'Ada' }) };
}

/** What a page says, as somebody reads it. */
async function textOf(response: Response): Promise<string> {
  const body = (await response.text()).replaceAll(/<(?:style|title)>.*?<\/(?:style|title)>/gs, '');
  const plain = body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

async function expectProblem(response: Response, problem: keyof typeof words.problems, status: number) {
  expect(response.status).toBe(status);
  const text = await textOf(response);
  expect(text).toContain(words.problemTitle(problem));
  expect(text).toContain(words.problems[problem]);
  const isForGood = ['misconfigured', 'org_wide', 'rotating'].includes(problem);
  expect({ problem, startsAgain: text.includes(words.startAgain) }).toEqual({ problem, startsAgain: !isForGood });
}

describe('a workspace that installs us', () => {
  it('is asked for just what a video needs, and told what to type first, on a page without a code in its address', async () => {
    const { workspace, ada } = aWorkspace();
    const { browser, started } = openDoor();
    const { get, begin } = browser();
    const address = new URL((await get('/slack/install')).headers.get('location') ?? '');
    expect(address.origin + address.pathname).toBe(`${world.slack.origin}/oauth/v2/authorize`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: world.slack.clientId,
      scope: botScopes.join(','),
      redirect_uri: `${publicUrl}/slack/oauth_redirect`,
      state: expect.stringMatching(/^[\w-]+\.[\w-]+$/),
    });
    const back = await get(await begin(ada));
    expect([back.status, back.headers.get('location')]).toEqual([303, '/slack/installed']);
    const text = await textOf(await get('/slack/installed'));
    expect(text).toContain(`Reelay is in ${workspace.name}`);
    expect(text).toContain(words.first.command);
    expect(text).toContain(words.first.demoOnly);
    expect(await started.workspaces.of(workspace.id)).toMatchObject({ kind: 'workspace' });
    expect(world.slack.problems).toEqual([]);
  });

  it('is known by its name, has a moderator, and waits to be allowed more than the demo', async () => {
    const { workspace, ada } = aWorkspace();
    const { browser } = openDoor();
    const { get, begin } = browser();
    await get(await begin(ada));
    const { id, name, budget } = await world.tenant(workspace);
    expect({ name, budget }).toEqual({ name: workspace.name, budget: null });
    const moderators = await world.store.moderators.list(id);
    expect(moderators.map(({ externalId }) => externalId)).toEqual([externalIdOf(workspace.id, ada.id)]);
    expect(world.log.warnings).toContain('a new workspace has the demo only, until it is allowed more');
  });

  it('again is the same as once: it is back if it had left, and nobody is told of a new one', async () => {
    const { workspace, ada } = aWorkspace();
    const { browser } = openDoor();
    const { get, begin } = browser();
    await get(await begin(ada));
    const { id } = await world.tenant(workspace);
    await world.store.leaveTenant(id, world.clock.nowMs());
    const before = world.log.warnings.length;
    await get(await begin(ada));
    expect(await world.tenant(workspace)).toMatchObject({ name: workspace.name, leftAtMs: null });
    expect(world.log.warnings).toHaveLength(before);
  });

  it('may do so in two windows of one browser, one after the other', async () => {
    const [first, second] = [aWorkspace(), aWorkspace()];
    const { get, begin } = openDoor().browser();
    const backs = [await begin(first.ada), await begin(second.ada)];
    for (const back of backs) expect((await get(back)).headers.get('location')).toBe('/slack/installed');
  });
});

describe('nobody can be led through an installation that they did not begin', () => {
  it('in another browser, or with a state of their own making, nothing is given to Slack and nothing kept', async () => {
    const { workspace, ada } = aWorkspace();
    const { browser, started } = openDoor();
    const [mine, theirs] = [browser(), browser()];
    const back = await mine.begin(ada);
    const before = world.slack.requests.length;
    await expectProblem(await theirs.get(back), 'foreign', 403);
    await theirs.get('/slack/install');
    await expectProblem(await theirs.get(back), 'foreign', 403);
    const forged = new URL(back);
    forged.searchParams.set('state', back.replace(/.*state=([\w.-]+).*/, '$1x'));
    await expectProblem(await mine.get(forged.href), 'foreign', 403);
    forged.searchParams.set('state', 'a.b');
    await expectProblem(await mine.get(forged.href), 'foreign', 403);
    expect(world.slack.requests).toHaveLength(before);
    expect(await started.workspaces.of(workspace.id)).toEqual({ kind: 'none' });
    expect((await mine.get(back)).status).toBe(303);
  });

  it('after ten minutes', async () => {
    const { get, begin } = openDoor().browser();
    const back = await begin(aWorkspace().ada);
    await world.clock.advance(10 * MINUTE);
    await expectProblem(await get(back), 'old', 400);
  });

  it('twice, also side by side and by a process that was started since: Slack is asked once', async () => {
    const { get, begin, cookies } = openDoor().browser();
    const back = await begin(aWorkspace().ada);
    const before = world.asked('oauth.v2.access');
    const statuses = (await Promise.all([get(back), get(back)])).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([303, 400]));
    const later = openDoor().browser();
    for (const [name, value] of cookies) later.cookies.set(name, value);
    await expectProblem(await later.get(back), 'used', 400);
    expect(world.asked('oauth.v2.access')).toBe(before + 1);
  });

  it('by a program that only looks at the address', async () => {
    const { browser } = openDoor();
    const mine = browser();
    const back = await mine.begin(aWorkspace().ada);
    await browser().get(back);
    expect((await mine.get(back)).status).toBe(303);
  });
});

describe('nothing is installed, and the page says why and what to do,', () => {
  it.each([
    ['it is cancelled at Slack', { deny: true }, 'cancelled', 400],
    ['it is for a whole organization', { orgWide: true }, 'org_wide', 400],
    ['tokens rotate', { rotating: true }, 'rotating', 400],
  ] as const)('when %s', async (_, decides, problem, status) => {
    const { workspace, ada } = aWorkspace();
    const { browser, started } = openDoor();
    const { get, begin } = browser();
    await expectProblem(await get(await begin(ada, decides)), problem, status);
    expect(await started.workspaces.of(workspace.id)).toEqual({ kind: 'none' });
    expect((await get('/slack/installed')).headers.get('location')).toBe('/slack/install');
  });

  it.each([
    ['Slack does not know the code any more', { error: 'invalid_code' }, 'code_refused', 400],
    ['we are set up wrongly', { error: 'bad_client_secret' }, 'misconfigured', 502],
    ['Slack wants patience', { rateLimited: { retryAfterS: 30 } }, 'slow', 503],
    ['Slack fails', { status: 500 }, 'unheard', 502],
    ['something else answers', { status: 200, body: '<p>A proxy</p>' }, 'unheard', 502],
    ['the answer cannot be read', { status: 200, body: { ok: true } }, 'unheard', 502],
    [
      'it is for an organization, also where a workspace is named',
      { status: 200, body: { ok: true, is_enterprise_install: true, team: { id: 'T1' }, authed_user: { id: 'U1' } } },
      'org_wide',
      400,
    ],
    ['the answer is lost after it was granted', 'drop_answer', 'unheard', 502],
  ] as const)('when %s', async (_, fault, problem, status) => {
    const { workspace, ada } = aWorkspace();
    const { browser, started } = openDoor();
    const { get, begin } = browser();
    const back = await begin(ada);
    const before = world.asked('oauth.v2.access');
    world.slack.faults.next({ method: 'oauth.v2.access' }, fault);
    await expectProblem(await get(back), problem, status);
    expect(await started.workspaces.of(workspace.id)).toEqual({ kind: 'none' });
    // A code is good once, so it is never sent twice.
    expect(world.asked('oauth.v2.access')).toBe(before + 1);
    expect((await get(await begin(ada))).status).toBe(303);
  });

  it('when scopes were left out, with their names', async () => {
    const { ada } = aWorkspace();
    const { get } = openDoor().browser();
    const asked = new URL((await get('/slack/install')).headers.get('location') ?? '');
    asked.searchParams.set('scope', 'commands,chat:write');
    const page = await get(world.slack.consent(asked.href, ada, {}));
    expect(page.status).toBe(400);
    expect(await textOf(page)).toContain('files:write');
  });

  it.each([
    ['is bare', '', 'incomplete'],
    ['has no state', '?code=1', 'incomplete'],
    ['has no code', '?state=1', 'incomplete'],
    ['is longer than any', `?code=1&state=${'x'.repeat(3_000)}`, 'incomplete'],
    ['is made up', '?code=1&state=1', 'foreign'],
    ['is a made up refusal', '?error=access_denied&state=1', 'foreign'],
    ['is no text', '?state=%00&code=%ff', 'foreign'],
  ] as const)('when the address %s', async (_, query, problem) => {
    const { get } = openDoor().browser();
    await expectProblem(await get(`/slack/oauth_redirect${query}`), problem, problem === 'foreign' ? 403 : 400);
  });

  it('when too many install at the same moment, so that strangers cannot make us ask Slack without end', async () => {
    const { get, begin } = openDoor().browser();
    const { ada } = aWorkspace();
    const answer = Promise.withResolvers<void>();
    const held = world.slack.faults.next({ method: 'oauth.v2.access' }, { delayUntil: answer.promise }, 20);
    const backs: string[] = [];
    for (let each = 0; each < 21; each += 1) backs.push(await begin(ada));
    const last = backs.pop() ?? '';
    const waiting = backs.map((back) => get(back));
    await world.slack.until(() => held.left() === 0);
    await expectProblem(await get(last), 'busy', 429);
    answer.resolve();
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([303]));
  });

  it('when the database is away', async () => {
    const takeIn = async (): Promise<never> => {
      throw new StoreUnavailable('the database is away');
    };
    const { get, begin } = openDoor({ takeIn }).browser();
    await expectProblem(await get(await begin(aWorkspace().ada)), 'store', 503);
  });
});

it('a page lets in nothing but its own style, is kept nowhere, framed nowhere, and tells nobody its address', async () => {
  const { get, begin } = openDoor().browser();
  const pages = [
    await get('/slack/oauth_redirect'),
    await get(await begin(aWorkspace().ada)),
    await get('/slack/installed'),
  ];
  for (const { headers } of pages) {
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  }
  const page = await pages[2]?.text();
  expect(page).not.toMatch(/<script|style="|\son\w+=|<club>/);
});

it('cookies are for us alone: hidden from pages, sent over TLS alone, gone after ten minutes', async () => {
  const { get, begin } = openDoor().browser();
  const lines = [await get('/slack/install'), await get(await begin(aWorkspace().ada))].flatMap(({ headers }) =>
    headers.getSetCookie(),
  );
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatch(/^__Host-reelay-slack-\w+-[\da-f]{8}=/);
    expect(line.split('; ').slice(1).toSorted()).toEqual([
      'HttpOnly',
      `Max-Age=${(10 * MINUTE) / SECOND}`,
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
  }
});

it('neither code nor state nor token comes into the log or an address of ours, whatever goes wrong', async () => {
  const { ada, workspace } = aWorkspace();
  const { browser, logged } = openDoor();
  const { get, begin } = browser();
  const secrets: string[] = [world.slack.clientSecret];
  for (const fault of [{ error: 'bad_client_secret' }, { status: 500 }, 'drop_answer', null] as const) {
    const back = await begin(ada);
    const { code = '', state = '' } = Object.fromEntries(new URL(back).searchParams);
    secrets.push(code, state);
    if (fault !== null) world.slack.faults.next({ method: 'oauth.v2.access' }, fault);
    const { headers } = await get(back);
    expect(secrets.filter((secret) => headers.get('location')?.includes(secret))).toEqual([]);
  }
  secrets.push(world.slack.tokenOf(workspace).value);
  expect(logged.length).toBeGreaterThan(2);
  expect(secrets.filter((secret) => logged.some((line) => line.includes(secret)))).toEqual([]);
});
