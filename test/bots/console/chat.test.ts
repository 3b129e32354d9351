import { expect, test } from 'vitest';
import { readBody } from '../../../src/bots/console/bodies.ts';
import { aRequest, idOf } from '../../core/samples.ts';
import { consoleView, home, openConsole } from './world.ts';
import { firstTry, statusAsk } from '../../contracts/chat-asks.ts';

const live = () => new AbortController().signal;

function deliveryOf(view: ReturnType<typeof consoleView>) {
  const openClip = () => Promise.reject(new Error('expected nobody to read the clip'));
  return { deliveryId: idOf('delivery'), destination: home, view, ...firstTry, openClip };
}

test('what was asked for in private is shown to the requester alone: its status, its result, and on the page', async () => {
  await using world = await openConsole();
  const userId = await world.userOf('ada');
  const view = consoleView({ request: aRequest({ destination: home, visibility: 'private', userId }) });
  await world.console.chat.showStatus(statusAsk(null, [view]), live());
  await world.console.chat.deliver(deliveryOf(view), live());

  expect((await world.page('ada')).map(({ body }) => readBody(body)?.kind)).toEqual(['status', 'result']);
  expect(await world.page('bo')).toEqual([]);
  const ada = world.visit();
  expect(await ada.open()).toContain('<video');
  const bo = world.visit();
  await bo.open();
  await bo.send('/act-as', { who: 'bo' });
  expect(await bo.open()).not.toContain('<video');
});

test('a result names its clip, its size and who asked, so that the page needs no further query', async () => {
  await using world = await openConsole();
  await world.console.chat.deliver(deliveryOf(consoleView()), live());
  const html = await world.visit().open();
  expect(html).toContain(`src="/media/${idOf('clip')}?signature=1"`);
  expect(html).toMatch(/width="1280"\s+height="720"/);
  expect(html).toContain('aria-label="Video: a red ball"');
  expect(html).toContain('<bdi>Ada</bdi>');
});

test('names and prompts are never markup, in results, labels and lists of who said what', async () => {
  await using world = await openConsole();
  const bad = '"><img src=x onerror=alert(1)>';
  const view = consoleView({ requester: { userId: await world.userOf('ada'), externalId: 'ada', name: bad } }, bad);
  await world.console.chat.showStatus(statusAsk(null, [view]), live());
  await world.console.chat.deliver(deliveryOf(view), live());
  const { tenantId, channel } = home;
  const body = JSON.stringify({ kind: 'command', by: { name: bad }, typed: bad, hasImage: false });
  await world.messages.put({ tenantId, channel, key: 'x', onlyFor: null, author: null, body }, 1);
  const page = await world.visit().open();
  expect(page).not.toContain('<img');
  // The result's mention, label and prompt, and the command's name and words.
  expect(page.split('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')).toHaveLength(6);
});

test('what changes in a status is told without its progress, so that a screen reader hears of changes only', async () => {
  await using world = await openConsole();
  const { console } = world;
  const news = [];
  for (const progress of [0.1, 0.6]) {
    const state = { kind: 'rendering', attemptId: idOf('attempt'), taskId: 't', phase: 'rendering', progress } as const;
    const base = consoleView();
    await console.chat.showStatus(statusAsk(null, [{ ...base, job: { ...base.job, state } }]), live());
    const [message] = await world.page();
    const body = readBody(message?.body ?? '');
    news.push(body?.kind === 'status' ? [body.news, body.view.progress] : null);
  }
  expect(news).toEqual([
    ['#1 is rendering', 0.1],
    ['#1 is rendering', 0.6],
  ]);
});

test('a message that this version cannot read is said to be there, so that no page breaks', async () => {
  await using world = await openConsole();
  const { tenantId, channel } = home;
  await world.messages.put(
    { tenantId, channel, key: 'x', onlyFor: null, author: null, body: '{"kind":"hologram"}' },
    1,
  );
  expect(await world.visit().open()).toContain('another version');
});

test('only images that were attached here are opened, so that a typed source reads no other file', async () => {
  await using world = await openConsole();
  const open = (source: string) => world.console.chat.openInput(source, live());
  await expect(open('upload:aa/att_1')).rejects.toThrow('attach it again');
  await expect(open(`upload:aa/att_1~${'0'.repeat(32)}`)).rejects.toThrow('attach it again');
  await expect(open('/etc/passwd')).rejects.toThrow('attach it again');
});
