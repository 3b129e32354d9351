import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { openSlackApp, resultsIn, type SlackApp, type Way } from './slack-app.ts';

const prompt = '/video a red ball --seconds 1';

/** What must hold of each video, however it came about: one status, one clip, one purchase, and books that add up. */
async function expectOnce({ slack, channel, engine, folder, log }: SlackApp): Promise<void> {
  const messages = slack.seen(channel);
  const [result] = resultsIn(slack, channel);
  expect(result?.files.map(({ contentType }) => contentType)).toEqual(['video/mp4']);
  expect(result?.files[0]?.bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
  expect(resultsIn(slack, channel)).toHaveLength(1);
  expect(messages.filter(({ files }) => files.length === 0).map(({ shownText }) => shownText)).toEqual([
    expect.stringContaining('#1 is ready'),
  ]);
  expect(engine.created).toBe(1);
  expect(await folder.books()).toEqual({ jobs: 1, problems: [] });
  expect(slack.problems).toEqual([]);
  expect(log.errors).toEqual([]);
}

describe('a video on Slack', { timeout: 60_000 }, () => {
  it.each<Way>(['http', 'socket'])(
    'typed over %s: one status, kept up to date, and one clip that calls only who asked',
    async (way) => {
      await using world = await openSlackApp({ way });
      const { slack, channel, ada } = world;
      const typed = slack.type(ada, channel, prompt);
      expect(await typed.acknowledged()).toEqual({ kind: 'empty' });
      const status = await world.until(() => slack.seen(channel)[0], 'the status');
      expect(status.shownText).toContain('a red ball');
      expect(status.buttons.map(({ label }) => label)).toEqual(['Cancel']);
      const result = await world.finish();
      expect(result.pings).toEqual({ people: [ada.id], broadcasts: [] });
      expect(slack.seen(channel)[0]?.pings).toEqual({ people: [], broadcasts: [] });
      expect(slack.seen(channel)[0]?.buttons.map(({ label }) => label)).toEqual(
        expect.arrayContaining(['Again', 'Edit', 'Delete']),
      );
      await expectOnce(world);
    },
  );

  it('that takes two hours, with the service started again in between: the same status goes on', async () => {
    await using world = await openSlackApp();
    const { slack, channel, ada } = world;
    await slack.type(ada, channel, prompt).acknowledged();
    const before = await world.until(() => slack.seen(channel)[0], 'the status');
    await world.pass(HOUR);
    await world.startAgain();
    await world.pass(HOUR);
    await world.finish();
    expect(slack.seen(channel)[0]?.ts).toBe(before.ts);
    await expectOnce(world);
  });

  it.each(['chat.update', 'files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'whose answer to %s is lost after the work was done: one status and one clip all the same',
    async (method) => {
      await using world = await openSlackApp();
      const { slack, channel, ada } = world;
      const lost = slack.faults.next({ method }, 'drop_answer');
      await slack.type(ada, channel, prompt).acknowledged();
      await world.pass(MINUTE, SECOND);
      await world.finish();
      await lost.hit;
      await expectOnce(world);
    },
  );

  it('whose status was posted without our hearing of it: none is posted beside it, the clip has the buttons, and a press finds it', async () => {
    await using world = await openSlackApp();
    const { slack, channel, ada, engine, folder } = world;
    slack.faults.next({ method: 'chat.postMessage' }, 'drop_answer');
    await slack.type(ada, channel, prompt).acknowledged();
    const status = await world.until(() => slack.seen(channel)[0], 'the status');
    await world.pass(2 * MINUTE, SECOND);
    engine.done = true;
    const result = await world.until(() => resultsIn(slack, channel)[0], 'the result');
    expect(result.buttons.map(({ label }) => label)).toEqual(expect.arrayContaining(['Again', 'Edit', 'Delete']));
    await world.pass(MINUTE, SECOND);
    expect(slack.seen(channel)).toHaveLength(2);
    expect(slack.seen(channel)[0]).toMatchObject({ ts: status.ts, edited: false });

    await slack.press(ada, status, 'Cancel').acknowledged();
    const found = await world.until(() => slack.seen(channel).find(({ edited }) => edited), 'the edit');
    expect([found.ts, found.shownText]).toEqual([status.ts, expect.stringContaining('#1 is ready')]);
    expect(slack.seen(channel)).toHaveLength(2);
    expect(engine.created).toBe(1);
    expect(await folder.books()).toEqual({ jobs: 1, problems: [] });
    expect(slack.problems).toEqual([]);
  });

  it('that is asked for twice by the same trigger is made once', async () => {
    await using world = await openSlackApp();
    const { slack, channel, ada } = world;
    const typed = slack.type(ada, channel, prompt);
    await typed.acknowledged();
    slack.deliverAgain(typed);
    await world.startAgain();
    slack.deliverAgain(typed);
    await world.finish();
    await expectOnce(world);
  });

  it('is made for Slack alone: what is forged, stale, from the future or sent once more is refused, and counted', async () => {
    const adminToken = 'x'.repeat(20);
    await using world = await openSlackApp({ env: { ADMIN_TOKEN: adminToken } });
    const { slack, channel, ada, clock, address, folder } = world;
    const typed = slack.type(ada, channel, prompt);
    await typed.acknowledged();
    await world.until(() => slack.seen(channel)[0], 'the status');
    const body = String(new URLSearchParams({ command: '/video', text: 'a blue ball', team_id: world.workspace.id }));
    const refused = [
      await slack.raw({ body, secret: '0'.repeat(32) }),
      await slack.raw({ body, atMs: clock.nowMs() - 6 * MINUTE }),
      await slack.raw({ body, atMs: clock.nowMs() + 6 * MINUTE }),
      await slack.replay(typed),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 409]);
    const headers = { authorization: `Bearer ${adminToken}` };
    const metrics = await (await fetch(`${address}/metrics`, { headers })).text();
    for (const outcome of ['taken', 'forged', 'stale', 'future', 'replayed']) {
      expect(metrics).toContain(`reelay_webhooks_total{provider="slack",outcome="${outcome}"} 1`);
    }
    expect((await folder.books()).jobs).toBe(1);
  });

  it('in a workspace that forbids uploads comes as a link', async () => {
    await using world = await openSlackApp({ env: { PUBLIC_URL: 'http://127.0.0.1:1' } });
    const { slack, workspace, channel, ada, engine } = world;
    workspace.uploads = 'forbidden';
    await slack.type(ada, channel, prompt).acknowledged();
    engine.done = true;
    const linked = await world.until(
      () => slack.seen(channel).find(({ links }) => links.some((link) => link.includes('/media/'))),
      'the link',
    );
    const [link = ''] = linked.links;
    const answer = await fetch(link.replace('http://127.0.0.1:1', world.address));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(linked.pings.people).toEqual([ada.id]);
  });

  it('in a private channel that we are not in starts nothing, and says what to type', async () => {
    await using world = await openSlackApp();
    const { slack, workspace, ada, folder } = world;
    const secret = slack.addChannel(workspace, { name: 'secret', private: true, members: [ada] });
    const typed = slack.type(ada, secret, prompt);
    await typed.acknowledged();
    const [said] = await world.until(() => (typed.replies().length > 0 ? typed.replies() : null), 'the answer');
    expect(said?.shownText).toContain('/invite @reelay');
    expect((await folder.books()).jobs).toBe(0);
    slack.invite(secret);
    await slack.type(ada, secret, prompt).acknowledged();
    await world.finish(secret);
    expect(slack.seen(secret)).toHaveLength(2);
  });

  it('whose token is revoked is kept, and /health/ready says why people are not answered', async () => {
    await using world = await openSlackApp();
    const { slack, workspace, channel, ada, engine } = world;
    await slack.type(ada, channel, prompt).acknowledged();
    await world.until(() => slack.seen(channel)[0], 'the status');
    slack.revokeToken(workspace);
    engine.done = true;
    const { view } = await world.arrived('ready');
    await world.pass(2 * MINUTE, SECOND);
    const ready = await fetch(`${world.address}/health/ready`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('SLACK_BOT_TOKEN')]);
    expect(view.clip?.deletedAtMs).toBeNull();
    expect(resultsIn(slack, channel)).toEqual([]);
  });
});
