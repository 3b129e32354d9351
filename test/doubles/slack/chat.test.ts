import { expect, test } from 'vitest';
import { clientOf, refusalOf, withSlack, postTo } from './trial.ts';

test('a message is read as people read it, and pings whom its text or blocks mention', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;

  const ts = await postTo(client, {
    channel: general.id,
    text: `*Hi* <@${ada.id}> &amp; <#${general.id}>, see <https://x.test/a|the clip>`,
    metadata: { event_type: 'job', event_payload: { id: 1 } },
    unfurl_links: false,
    unfurl_media: false,
  });
  await postTo(client, {
    channel: general.id,
    text: 'fallback',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '_late_ @here https://y.test' } },
      { type: 'section', text: { type: 'plain_text', text: `<@${ada.id}> &amp; *x*` } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: '*as it is* <@U1>' },
              { type: 'user', user_id: ada.id },
            ],
          },
        ],
      },
    ],
  });

  const [first, second] = slack.seen(general);
  expect(first).toMatchObject({
    ts,
    author: 'bot',
    shownText: 'Hi @Ada & #general, see the clip',
    pings: { people: [ada.id], broadcasts: [] },
    links: ['https://x.test/a'],
    unfurls: false,
    metadata: { event_type: 'job', event_payload: { id: 1 } },
  });
  expect(second).toMatchObject({
    text: 'fallback',
    shownText: `late @here https://y.test\n<@${ada.id}> &amp; *x*\n*as it is* <@U1>@Ada`,
    pings: { people: [ada.id], broadcasts: ['here'] },
    links: ['https://y.test'],
  });
  expect(slack.problems).toEqual([]);
  await postTo(client, { channel: general.id, text: 'a < b & <c>' });
  expect(slack.problems.map((one) => one.message.slice(0, 5))).toEqual(['"<" s', '"&" s', '"<c>"']);
});

test('an update with text alone takes the blocks away, and only own messages can be changed or deleted', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;
  const channel = general.id;
  const blocks = [{ type: 'divider' }, { type: 'section', text: { type: 'mrkdwn', text: 'b' } }];
  const ts = await postTo(client, { channel, text: 'a', blocks });

  await client.chat.update({ channel, ts, text: 'later', blocks });
  expect(slack.seen(general)[0]?.blocks).toHaveLength(2);
  await client.chat.update({ channel, ts, text: 'bare' });
  expect(slack.seen(general)[0]).toMatchObject({
    blocks: [],
    shownTexts: ['b', 'b', 'bare'],
    edited: true,
  });

  const said = slack.say(ada, general, 'mine');
  expect([
    await refusalOf(client.chat.update({ channel, ts: said.ts, text: 'x' })),
    await refusalOf(client.chat.delete({ channel, ts: said.ts })),
    await refusalOf(client.chat.update({ channel, ts: '1000000000.000001', text: 'x' })),
    await refusalOf(client.chat.update({ channel, ts, text: 'x'.repeat(4001) })),
    await refusalOf(postTo(client, { channel, text: ' ' })),
    await refusalOf(client.chat.delete({ channel, ts })),
    await refusalOf(client.chat.delete({ channel, ts })),
  ]).toEqual([
    'cant_update_message',
    'cant_delete_message',
    'message_not_found',
    'msg_too_long',
    'no_text',
    'ok',
    'message_not_found',
  ]);
  expect(slack.seen(general).map((one) => one.shownText)).toEqual(['mine']);
});

test('where the app may write depends on its membership, and joining helps in public channels only', async () => {
  await using world = await withSlack();
  const { slack, acme, ada, bob, client } = world;
  const open = slack.addChannel(acme, { name: 'open' });
  const secret = slack.addChannel(acme, { name: 'secret', private: true, members: [ada] });
  const old = slack.addChannel(acme, { name: 'old', archived: true, botIsMember: true });
  const theirs = slack.addConversation([ada, bob]);
  const post = (channel: string): Promise<string> => refusalOf(postTo(client, { channel, text: 'x' }));
  const join = (channel: string): Promise<string> => refusalOf(client.conversations.join({ channel }));

  expect([
    await post(open.id),
    await post(secret.id),
    await post(theirs.id),
    await post(old.id),
    await post('C09999999'),
  ]).toEqual(['not_in_channel', 'channel_not_found', 'channel_not_found', 'is_archived', 'channel_not_found']);
  expect([
    await join(open.id),
    await join(open.id),
    await join(secret.id),
    await join(theirs.id),
    await join(old.id),
  ]).toEqual([
    'ok',
    'ok',
    'method_not_supported_for_channel_type',
    'method_not_supported_for_channel_type',
    'is_archived',
  ]);
  expect([
    await refusalOf(client.conversations.info({ channel: secret.id })),
    (await client.conversations.info({ channel: open.id })).channel?.is_member,
    await refusalOf(client.conversations.info({ channel: theirs.id })),
  ]).toEqual(['channel_not_found', true, 'missing_scope']);
  slack.invite(secret);
  expect([await post(open.id), await post(secret.id)]).toEqual(['ok', 'ok']);
  slack.kick(secret);
  expect(await post(secret.id)).toBe('channel_not_found');

  const { channel: dm } = await client.conversations.open({ users: ada.id });
  await postTo(client, { channel: dm?.id ?? '', text: 'for you' });
  expect(slack.dms(ada).map((one) => one.shownText)).toEqual(['for you']);
  expect([
    await refusalOf(client.conversations.open({ users: 'U09999999' })),
    await refusalOf(client.conversations.open({ users: `${ada.id},${bob.id}` })),
  ]).toEqual(['user_not_found', 'missing_scope']);
});

test("what one person sees is for members only, is in nobody else's sight, and cannot be updated", async () => {
  await using world = await withSlack();
  const { slack, general, ada, bob, client } = world;
  slack.join(ada, general);
  const whisper = (user: string): Promise<unknown> =>
    client.chat.postEphemeral({ channel: general.id, user, text: 'psst' });

  const { message_ts: ts = '' } = await client.chat.postEphemeral({ channel: general.id, user: ada.id, text: 'psst' });

  expect(slack.seen(general)).toEqual([]);
  expect(slack.seenBy(ada, general)).toMatchObject([{ shownText: 'psst', ephemeral: true, ts }]);
  expect([
    await refusalOf(whisper(bob.id)),
    await refusalOf(client.chat.update({ channel: general.id, ts, text: 'x' })),
    await refusalOf(client.chat.delete({ channel: general.id, ts })),
  ]).toEqual(['user_not_in_channel', 'message_not_found', 'message_not_found']);
});

test('answers stand below the first message of a thread and never below another answer', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;
  const first = slack.say(ada, general, 'who wants a film?');
  const reply = slack.say(ada, general, 'anybody?', { thread: first });
  const post = (thread_ts: string): Promise<string> =>
    refusalOf(postTo(client, { channel: general.id, text: 'me', thread_ts }));

  expect([await post(first.ts), await post(reply.ts), await post('1000000000.000001')]).toEqual([
    'ok',
    'cannot_reply_to_message',
    'cannot_reply_to_message',
  ]);
  expect(slack.seen(general).map((one) => one.threadTs)).toEqual([null, first.ts, first.ts]);
});

test('two workspaces share ids and nothing else', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;
  const beta = slack.addWorkspace({ name: 'Beta' });
  const other = clientOf(slack, slack.install(beta));
  const theirs = slack.addChannel(beta, { name: 'general', botIsMember: true });
  const eve = slack.addUser(beta, { name: 'Eve' });

  await postTo(client, { channel: general.id, text: 'for acme' });
  await postTo(other, { channel: theirs.id, text: `for <@${eve.id}>` });

  expect([general.id, ada.id]).toEqual([theirs.id, eve.id]);
  expect(slack.seen(general).map((one) => one.shownText)).toEqual(['for acme']);
  expect(slack.seen(theirs).map((one) => one.shownText)).toEqual(['for @Eve']);
  expect((await other.users.info({ user: eve.id })).user).toMatchObject({ real_name: 'Eve', team_id: beta.id });
  expect(() => slack.type(eve, general, '/video x')).toThrow('another workspace');
});
