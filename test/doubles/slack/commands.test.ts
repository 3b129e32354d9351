import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { respond, startBolt, startPlain, withSlack } from './trial.ts';

test('a command reaches Bolt signed, with people, channels and addresses by id, and is answered', async () => {
  await using world = await withSlack();
  const { slack, token, general, ada, bob } = world;
  await using bolt = await startBolt(slack, token);
  const texts: unknown[] = [];
  bolt.app.command('/video', async ({ ack, respond: answer, command }) => {
    texts.push(command.text, command.channel_name);
    await ack();
    await answer({ text: 'on its way', response_type: 'ephemeral' });
    await answer({ text: 'look, everybody', response_type: 'in_channel' });
  });

  const typed = slack.type(ada, general, '/video a <3 & @bob builder, @nobody #general https://x.test/a?b&c');

  expect(await typed.acknowledged()).toEqual({ kind: 'empty' });
  expect(await typed.replied()).toMatchObject({ shownText: 'on its way', ephemeral: true });
  await slack.until(() => slack.seen(general)[0]?.shownText === 'look, everybody');
  expect(typed.replies().map((one) => one.ephemeral)).toEqual([true, false]);
  expect(texts).toEqual([
    `a &lt;3 &amp; <@${bob.id}|bob.builder>, @nobody <#${general.id}|general> <https://x.test/a?b&amp;c>`,
    'general',
  ]);
  expect(slack.problems).toEqual([]);
});

test('an answer in the acknowledgement is a message, and one that nobody understands is a failure', async () => {
  await using world = await withSlack();
  const { slack, general, ada } = world;
  const answers: { status?: number; body?: unknown }[] = [
    { body: 'plain' },
    { body: { response_type: 'in_channel', text: 'for *all*' } },
    { status: 500 },
    { body: { text: 'x', blocks: [{ type: 'nothing' }] } },
  ];
  await using app = await startPlain(slack, () => answers.shift() ?? {});
  const type = () => slack.type(ada, general, '/video x').acknowledged();

  expect(await type()).toMatchObject({ kind: 'message', message: { shownText: 'plain', ephemeral: true } });
  expect(await type()).toMatchObject({ kind: 'message', message: { shownText: 'for all', ephemeral: false } });
  expect([await type(), await type()]).toEqual([
    { kind: 'failed', why: 'HTTP 500' },
    { kind: 'failed', why: 'invalid_blocks' },
  ]);
  slack.deliverTo({ url: null });
  expect(await type()).toMatchObject({ kind: 'failed' });
  expect(app.came).toHaveLength(4);
});

test('three seconds by the clock are all there is, and what comes later is not shown', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, general, ada } = world;
  const gate = Promise.withResolvers<object>();
  await using app = await startPlain(slack, () => gate.promise);

  const typed = slack.type(ada, general, '/video x');
  await slack.until(() => app.came.length === 1);
  const acknowledged = typed.acknowledged();
  await clock.advance(3001);
  expect(await acknowledged).toEqual({ kind: 'late' });
  gate.resolve({ body: 'too late' });
  expect(await respond(typed.responseUrl, { text: 'still' })).toBe('200 ok');
  expect(slack.seenBy(ada, general).map((one) => one.shownText)).toEqual(['still']);
});

test('a response_url is good five times in thirty minutes, without membership, and for no other shape', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, ada, bob } = world;
  const theirs = slack.addConversation([ada, bob]);
  const first = slack.type(ada, theirs, '/video x').responseUrl;
  const second = slack.type(ada, theirs, '/video x').responseUrl;

  expect(await respond(first, { text: 'one' })).toBe('200 ok');
  expect(await respond(first, { text: 'two', files: [] })).toContain('400 {"ok":false,"error":"invalid_arguments"');
  expect(await respond(first, { text: '' })).toBe('400 {"ok":false,"error":"no_text"}');
  await respond(first, { text: 'four', response_type: 'in_channel' });
  expect(await respond(first, { text: 'five' })).toBe('200 ok');
  expect(await respond(first, { text: 'six' })).toBe('404 {"ok":false,"error":"used_url"}');
  await clock.advance(30 * 60_000);
  expect(await respond(second, { text: 'just' })).toBe('200 ok');
  await clock.advance(1);
  expect(await respond(second, { text: 'late' })).toBe('404 {"ok":false,"error":"expired_url"}');
  expect(slack.seen(theirs).map((one) => one.shownText)).toEqual(['four']);
  expect(slack.seenBy(ada, theirs).map((one) => one.shownText)).toEqual(['one', 'four', 'five', 'just']);
});

test('requests can be forged, stale, from the future, replayed, or asked for by Slack itself', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, general, ada } = world;
  await using app = await startPlain(slack, ({ payload }) => ({ body: payload['challenge'] ?? '' }));
  const typed = slack.type(ada, general, '/video x');
  await typed.acknowledged();
  slack.deliverAgain(typed);
  await slack.until(() => app.came.length === 2);
  await slack.replay(typed);
  await slack.raw({ body: 'a=b', secret: 'other', headers: { 'x-extra': '1' } });
  await slack.raw({ body: 'a=b', atMs: clock.nowMs() - 301_000, headers: { 'x-slack-signature': null } });

  const sign = (body: string, more: object = {}) => slack.sign(body, more)['x-slack-signature'];
  const [one, again, replayed, forged, stale] = app.came;
  expect(one?.headers['x-slack-signature']).toBe(sign(one?.body ?? ''));
  expect([again?.payload['trigger_id'], again?.body]).toEqual([typed.triggerId, one?.body]);
  expect(replayed?.headers['x-slack-signature']).toBe(again?.headers['x-slack-signature']);
  expect(forged?.headers).toMatchObject({ 'x-slack-signature': sign('a=b', { secret: 'other' }), 'x-extra': '1' });
  expect(stale?.headers).toMatchObject({ 'x-slack-request-timestamp': String(clock.nowMs() / 1000 - 301) });
  expect(stale?.headers['x-slack-signature']).toBeUndefined();
  expect(await slack.verifyUrl('abc')).toMatchObject({ status: 200, body: 'abc' });
  expect(await slack.sslCheck()).toMatchObject({ status: 200 });
});
