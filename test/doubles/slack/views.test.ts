import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { refusalOf, respond, startPlain, withSlack, postTo } from './trial.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const form = {
  type: 'modal' as const,
  title: plain('A video'),
  submit: plain('Make'),
  callback_id: 'video',
  private_metadata: '{"v":1}',
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'prompt',
      label: plain('Prompt'),
      element: { type: 'plain_text_input' as const, action_id: 'prompt', multiline: true, max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'size',
      optional: true,
      label: plain('Size'),
      element: {
        type: 'static_select' as const,
        action_id: 'size',
        options: [option('wide'), option('tall')],
        initial_option: option('wide'),
      },
    },
    {
      type: 'input' as const,
      block_id: 'image',
      optional: true,
      label: plain('Image'),
      element: { type: 'file_input' as const, action_id: 'image', max_files: 1, filetypes: ['png'] },
    },
  ],
};

test('a trigger opens one view, in three seconds', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, general, ada, client } = world;
  const open = (trigger_id: string | null): Promise<string> =>
    refusalOf(client.views.open({ trigger_id: trigger_id ?? '', view: form }));
  const first = slack.type(ada, general, '/video');
  const second = slack.globalShortcut(ada, 'new');

  expect([await open('1.2.3'), await open(first.triggerId), await open(first.triggerId)]).toEqual([
    'invalid_trigger_id',
    'ok',
    'exchanged_trigger_id',
  ]);
  expect(await first.modal()).toMatchObject({ title: 'A video', submit: 'Make', privateMetadata: '{"v":1}' });
  await clock.advance(3001);
  expect(await open(second.triggerId)).toBe('expired_trigger_id');
});

test('a form goes out with what was filled in, files too, and comes back with errors until it is closed', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client, token } = world;
  const answers: unknown[] = [{ response_action: 'errors', errors: { prompt: 'Say more' } }, ''];
  await using app = await startPlain(slack, ({ payload }) =>
    payload['type'] === 'view_submission' ? { body: answers.shift() } : {},
  );
  const typed = slack.type(ada, general, '/video');
  await client.views.open({ trigger_id: typed.triggerId ?? '', view: form });
  const modal = await typed.modal();

  expect(() => slack.submit(ada, modal, {})).toThrow('"Prompt" is required');
  expect(() => slack.submit(ada, modal, { Prompt: 'x'.repeat(21) })).toThrow('at most 20');
  expect(() => slack.submit(ada, modal, { Prompt: 'x', Size: 'round' })).toThrow('wide, tall');
  const image = [{ name: 'cat.png', bytes: Buffer.from('png') }];
  const values = { Prompt: 'a cat', size: 'Tall'.toUpperCase(), Image: image };
  expect(await slack.submit(ada, modal, values).acknowledged()).toEqual({
    kind: 'errors',
    errors: { prompt: 'Say more' },
  });
  const again = slack.modal(ada);
  expect(again).toMatchObject({ errors: { prompt: 'Say more' }, fields: [{ value: 'a cat' }, { value: 'TALL' }, {}] });
  expect(await slack.submit(ada, modal, { Prompt: 'a cat that sits' }).acknowledged()).toEqual({ kind: 'empty' });
  expect(slack.modal(ada)).toBeNull();

  const [, first, second] = app.came.map((one) => one.payload) as { view: { state: { values: Values } } }[];
  expect(first?.view).toMatchObject({ callback_id: 'video', private_metadata: '{"v":1}' });
  expect(second?.view.state.values).toMatchObject({
    prompt: { prompt: { type: 'plain_text_input', value: 'a cat that sits' } },
    size: { size: { type: 'static_select', selected_option: option('tall') } },
    image: { image: { type: 'file_input', files: [{ name: 'cat.png', mimetype: 'image/png' }] } },
  });
  const url = second?.view.state.values['image']?.['image']?.files?.[0]?.url_private_download ?? '';
  const got = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(await got.text()).toBe('png');
  expect(slack.problems).toEqual([]);
});

type Values = Record<string, Record<string, { files?: { url_private_download: string }[] }>>;

test('views are pushed, updated and closed, by answer and by call', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;
  const next = { type: 'modal' as const, title: plain('Next'), submit: plain('Go'), blocks: [] };
  const answers: object[] = [
    { response_action: 'push', view: next },
    { response_action: 'update', view: { ...next, title: plain('Changed') } },
    { response_action: 'clear' },
  ];
  await using app = await startPlain(slack, ({ payload }) =>
    payload['type'] === 'view_submission' ? { body: answers.shift() } : {},
  );
  const typed = slack.type(ada, general, '/video');
  const { view } = await client.views.open({ trigger_id: typed.triggerId ?? '', view: form });
  await client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: { ...form, title: plain('B') } });
  const stale = client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: form });
  expect([slack.modal(ada)?.title, await refusalOf(stale)]).toEqual(['B', 'hash_conflict']);

  const submit = () =>
    slack.submit(ada, slack.modal(ada) ?? raise(), slack.modal(ada)?.fields[0] ? { Prompt: 'x' } : {});
  expect(await submit().acknowledged()).toMatchObject({ kind: 'push', view: { title: 'Next' } });
  expect(await submit().acknowledged()).toMatchObject({ kind: 'update', view: { title: 'Changed' } });
  slack.closeModal(ada);
  expect(slack.modal(ada)?.title).toBe('B');
  expect(await submit().acknowledged()).toEqual({ kind: 'clear' });
  expect(slack.modal(ada)).toBeNull();
  expect(await refusalOf(client.views.update({ view_id: view?.id ?? '', view: form }))).toBe('not_found');

  const other = slack.type(ada, general, '/video');
  await client.views.open({ trigger_id: other.triggerId ?? '', view: form });
  await slack.closeModal(ada)?.acknowledged();
  expect(app.came.at(-1)?.payload).toMatchObject({ type: 'view_closed', is_cleared: false });
});

function raise(): never {
  throw new Error('There is no modal');
}

test('a Home tab is published for one person, and its buttons are pressed without a message', async () => {
  await using world = await withSlack();
  const { slack, ada, bob, client } = world;
  await using app = await startPlain(slack, () => ({}));
  const button = { type: 'button' as const, action_id: 'v1:approve', text: plain('Approve'), value: '7' };
  const view = {
    type: 'home' as const,
    blocks: [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*3* of 5 today' } },
      { type: 'actions' as const, elements: [button] },
    ],
  };

  await slack.openHome(ada).acknowledged();
  expect(app.came[0]?.payload).toMatchObject({
    type: 'event_callback',
    event: { type: 'app_home_opened', user: ada.id, tab: 'home' },
  });
  await client.views.publish({ user_id: ada.id, view });
  const home = slack.home(ada);
  expect([home?.shownText, slack.home(bob)]).toEqual(['3 of 5 today', null]);
  await slack.press(ada, home ?? raise(), 'Approve').acknowledged();
  expect(app.came[1]?.payload).toMatchObject({
    type: 'block_actions',
    container: { type: 'view' },
    actions: [{ action_id: 'v1:approve', value: '7', type: 'button' }],
  });
  expect(app.came[1]?.payload).not.toHaveProperty('response_url');
  slack.setAppHome({ homeTab: false });
  expect(await refusalOf(client.views.publish({ user_id: ada.id, view }))).toBe('not_enabled');
});

test('a button of a message is pressed, and its response_url replaces or deletes that message', async () => {
  await using world = await withSlack();
  const { slack, general, ada, bob, client } = world;
  await using app = await startPlain(slack, () => ({}));
  const blocks = (label: string, value = 'x') => [
    { type: 'actions', elements: [{ type: 'button', action_id: `v1:${label}`, text: plain(label), value }] },
  ];
  slack.join(ada, general);
  await postTo(client, { channel: general.id, text: 'status', blocks: blocks('Cancel') });
  await client.chat.postEphemeral({ channel: general.id, user: ada.id, text: 'hm', blocks: blocks('Edit') });
  const [status, whisper] = slack.seenBy(ada, general);

  const cancel = slack.press(bob, status ?? raise(), 'Can');
  await cancel.acknowledged();
  expect(app.came[0]?.payload).toMatchObject({
    type: 'block_actions',
    user: { id: bob.id, team_id: world.acme.id },
    container: { type: 'message', message_ts: status?.ts, channel_id: general.id, is_ephemeral: false },
    message: { text: 'status', bot_id: world.acme.botId },
    actions: [{ action_id: 'v1:Cancel', value: 'x' }],
  });
  expect(await respond(cancel.responseUrl, { text: 'cancelled', replace_original: true })).toBe('200 ok');
  expect(slack.seen(general)).toMatchObject([{ shownText: 'cancelled', blocks: [], edited: true }]);

  expect(() => slack.press(bob, whisper ?? raise(), 'Edit')).toThrow('only somebody else sees it');
  const edit = slack.press(ada, whisper ?? raise(), 'Edit');
  await edit.acknowledged();
  expect(app.came[1]?.payload).not.toHaveProperty('message');
  expect(edit.source()?.shownText).toBe('');
  await respond(edit.responseUrl, { delete_original: true });
  expect([slack.seenBy(ada, general).length, edit.source()]).toEqual([1, null]);
  expect(slack.problems).toEqual([]);
  await respond(edit.responseUrl, { text: 'unclear' });
  expect(slack.problems.at(-1)?.message).toBe('Say replace_original: true or false');

  await postTo(client, { channel: general.id, text: 'x', blocks: blocks('Q & A', 'a&b') });
  expect(slack.problems.at(-1)?.message).toContain('may come back escaped or not');
  const [, escaped] = slack.seen(general);
  await slack.press(ada, escaped ?? raise(), 'Q & A').acknowledged();
  expect(app.came.at(-1)?.payload).toMatchObject({
    message: { blocks: [{ elements: [{ text: { text: 'Q &amp; A' } }] }] },
    actions: [{ text: { text: 'Q &amp; A' } }],
  });
});

test('a message shortcut brings the message, its thread and its files', async () => {
  await using world = await withSlack();
  const { slack, general, ada, bob } = world;
  await using app = await startPlain(slack, () => ({}));
  const first = slack.say(bob, general, 'films');
  const said = slack.say(bob, general, 'a <cat> for @Ada', {
    thread: first,
    files: [{ name: 'cat.png', bytes: Buffer.from('png') }],
  });

  await slack.messageShortcut(ada, said, 'make').acknowledged();
  await slack.messageShortcut(ada, first, 'make').acknowledged();

  expect(app.came[0]?.payload).toMatchObject({
    type: 'message_action',
    callback_id: 'make',
    message_ts: said.ts,
    message: { text: `a &lt;cat&gt; for <@${ada.id}>`, thread_ts: first.ts, files: [{ name: 'cat.png' }] },
  });
  expect(app.came[1]?.payload).toMatchObject({ message: { ts: first.ts, thread_ts: first.ts } });
});
