import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { Person } from '../doubles/slack/things.ts';
import { openSlackApp, resultsIn, type SlackApp } from './slack-app.ts';

/** The service as many workspaces install it themselves; nobody has by now. */
async function openForAll(): Promise<SlackApp> {
  return openSlackApp({
    env: {
      PUBLIC_URL: 'http://127.0.0.1',
      SLACK_CLIENT_ID: '1000000000001.2000000000002',
      SLACK_CLIENT_SECRET: 'd0b1ec11e475ec2e70f51ac000000002',
    },
  });
}

/** A person installs it with their browser. Returns the page that they end on. */
async function install({ slack, address }: SlackApp, person: Person): Promise<string> {
  const begun = await fetch(`${address}/slack/install`, { redirect: 'manual' });
  const cookies = begun.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const back = new URL(slack.consent(begun.headers.get('location') ?? '', person));
  const headers = { cookie: cookies.join('; ') };
  const done = await fetch(`${address}${back.pathname}${back.search}`, { headers, redirect: 'manual' });
  const shown = done.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const page = await fetch(`${address}${done.headers.get('location') ?? ''}`, {
    headers: { cookie: shown.join('; ') },
  });
  return page.text();
}

/** A second workspace beside the one that is there, each installed by somebody who is no admin. */
async function openTwo() {
  const world = await openForAll();
  const { slack } = world;
  const other = slack.addWorkspace({ name: 'Rival' });
  const zed = slack.addUser(other, { name: 'Zed' });
  const theirs = slack.addChannel(other, { name: 'clips' });
  expect(await install(world, world.ada)).toContain('Studio');
  expect(await install(world, zed)).toContain('Rival');
  return Object.assign(world, { other, zed, theirs });
}

describe('two workspaces', { timeout: 60_000 }, () => {
  it('have numbers, lists, quotas and moderators of their own, and see nothing of each other', async () => {
    const world = await openTwo();
    await using _ = world;
    const { slack, channel, ada, bo, zed, theirs, engine } = world;
    const said = async (person: Person, line: string): Promise<string> => {
      const typed = slack.type(person, person === zed ? theirs : channel, line);
      const [first] = await world.until(() => (typed.replies().length > 0 ? typed.replies() : null), `word on ${line}`);
      return first?.shownText ?? '';
    };
    await slack.type(ada, channel, '/video a red ball --seconds 1').acknowledged();
    await slack.type(zed, theirs, '/video a blue ball --seconds 1').acknowledged();
    engine.done = true;
    await world.until(() => resultsIn(slack, channel).length > 0 && resultsIn(slack, theirs).length > 0, 'both');
    expect(resultsIn(slack, channel)[0]?.shownText).toContain('#1');
    expect(resultsIn(slack, theirs)[0]?.shownText).toContain('#1');
    expect(slack.seen(theirs).some(({ shownText }) => shownText.includes('red ball'))).toBe(false);

    expect(await said(ada, '/videos list')).toContain('a red ball');
    expect(await said(zed, '/videos list')).not.toContain('a red ball');
    expect(await said(ada, '/video-admin quota set default 1/day')).toMatch(/1 video/);
    expect(await said(bo, '/video-admin quota show')).toMatch(/moderator/i);
    expect(await said(zed, '/video-admin quota show')).not.toMatch(/1 video (a|per|each) day/);
    expect(await said(zed, '/video-admin moderators')).toMatch(/^Who moderates here\n@Zed\n\/video-admin/u);
    expect(await said(zed, '/video-admin audit')).not.toContain('Ada');
    expect(slack.problems).toEqual([]);
    expect(world.log.errors).toEqual([]);
  });

  it('wait for Slack apart: what it asks of one holds up no other', async () => {
    const world = await openTwo();
    await using _ = world;
    const { slack, workspace, channel, ada, zed, theirs, engine } = world;
    slack.faults.next({ method: 'chat.postMessage', workspace }, { rateLimited: { retryAfterS: 300 } });
    await slack.type(ada, channel, '/video a red ball --seconds 1').acknowledged();
    const limited = (): boolean => slack.requests.some(({ error }) => error === 'ratelimited');
    await world.until(limited, 'the refusal');
    const sinceMs = world.clock.nowMs();
    await slack.type(zed, theirs, '/video a blue ball --seconds 1').acknowledged();
    await world.until(() => slack.seen(theirs).length > 0, 'the status there');
    expect(world.clock.nowMs() - sinceMs).toBeLessThan(MINUTE);
    expect(slack.seen(channel)).toEqual([]);
    engine.done = true;
    await world.until(() => resultsIn(slack, theirs).length > 0, 'the result there');
    await world.pass(6 * MINUTE);
    await world.until(() => resultsIn(slack, channel).length > 0, 'the result here');
    await world.until(() => slack.seen(channel).length > 1, 'the status here');
    expect(slack.seen(channel)).toHaveLength(2);
  });

  it('one of which removes us: what was not begun is cancelled, what is paid is kept, its token is gone; the other goes on', async () => {
    const world = await openTwo();
    await using _ = world;
    const { slack, workspace, channel, ada, zed, theirs, engine, app } = world;
    const token = slack.tokenOf(workspace).value;
    await slack.type(ada, channel, '/video a red ball --seconds 1').acknowledged();
    await world.until(() => engine.created === 1, 'the create');
    slack.uninstall(workspace);
    await world.pass(MINUTE, SECOND);
    engine.done = true;
    await slack.type(zed, theirs, '/video a blue ball --seconds 1').acknowledged();
    await world.until(() => resultsIn(slack, theirs).length > 0, 'the result there');
    const { view } = await world.arrived('ready', 'undeliverable');
    expect(view.clip?.deletedAtMs).toBeNull();
    const tenants = await app.store.tenants({ platform: 'slack' });
    const left = tenants.filter(({ leftAtMs }) => leftAtMs !== null).map(({ name }) => name);
    expect([left, tenants.length]).toEqual([['Studio'], 2]);
    expect(await app.store.installations.of(view.request.tenantId)).toBeNull();
    expect(JSON.stringify(world.log.errors)).not.toContain(token);
  });
});
