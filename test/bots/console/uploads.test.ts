import { expect, test } from 'vitest';
import { MINUTE } from '../../../src/core/time.ts';
import { tinyPng, textBytes } from '../../media/sample-images.ts';
import { asCall, openConsole, origin, type ConsoleWorld } from './world.ts';

type Visitor = ReturnType<ConsoleWorld['visit']>;

function attach(visitor: Visitor, bytes: Uint8Array) {
  const headers = { Origin: origin, 'X-CSRF-Token': visitor.field('csrf'), ...asCall };
  return visitor.request('/inputs', { method: 'POST', body: new Uint8Array(bytes), headers });
}

test('an attached image is kept once it proved to be one, goes with the command, and can be opened', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const { source } = (await (await attach(visitor, tinyPng(40, 30))).json()) as { source: string };
  await visitor.send('/commands', { text: '/video it moves', image: source });
  const job = await world.jobOne();
  const [, mediaKey] = /^upload:([^~]+)~/.exec(source) ?? [];
  // It is ours already, so it is not copied once more.
  expect(job.spec.input).toEqual({ kind: 'image', source, mediaKey });
  expect(world.media.keys()).toEqual([mediaKey]);
  const opened = await world.console.chat.openInput(source, new AbortController().signal);
  expect(opened.bytes).toBe(tinyPng(40, 30).byteLength);
});

test('without a script the image comes with the form', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const form = new FormData();
  for (const name of ['csrf', 'key']) form.set(name, visitor.field(name));
  form.set('text', '/video it moves');
  form.set('file', new File([new Uint8Array(tinyPng(40, 30))], 'a.png', { type: 'image/png' }));
  await visitor.request('/commands', { method: 'POST', body: form, headers: { Origin: origin } });
  expect((await world.jobOne()).spec.input).toMatchObject({ kind: 'image', source: expect.stringMatching(/^upload:/) });
});

test('what is no image is refused in a sentence, and nothing is kept', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const response = await attach(visitor, textBytes('<html>not an image</html>'));
  expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('not an image')]);
  expect(world.media.keys()).toEqual([]);
});

test('an image above twenty megabytes is refused', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const response = await attach(visitor, new Uint8Array(20 * 1024 ** 2 + 1));
  expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('larger than 20 MB')]);
});

test('thirty images a minute are taken; then people are asked to wait', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const png = tinyPng(4, 4);
  for (let taken = 0; taken < 30; taken += 1) expect((await attach(visitor, png)).status).toBe(200);
  expect(await (await attach(visitor, png)).text()).toContain('Wait a minute');
  await world.clock.advance(MINUTE);
  expect((await attach(visitor, png)).status).toBe(200);
});

test('a full disk is said to be', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  world.media.setDiskFull(true);
  expect(await (await attach(visitor, tinyPng(4, 4))).text()).toContain('The disk is full');
});

test('the same words with another image are another request; with the same image, attached again, the same one', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const sourceOf = async (bytes: Uint8Array) =>
    ((await (await attach(visitor, bytes)).json()) as { source: string }).source;
  const sources = [tinyPng(40, 30), tinyPng(30, 40), tinyPng(40, 30)].map(sourceOf);
  const [first = '', second = '', firstAgain = ''] = await Promise.all(sources);
  expect(firstAgain).not.toBe(first);
  for (const image of [first, second, firstAgain]) {
    await visitor.send('/commands', { text: '/video it moves', image }, asCall);
  }
  expect(await world.page()).toHaveLength(2);
  expect((await world.jobOne()).spec.input).toMatchObject({ source: first });
});

test('an image that was not attached here goes with no command, so that nothing is asked for in vain', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const { source } = (await (await attach(visitor, tinyPng(4, 4))).json()) as { source: string };
  for (const image of [
    'upload:aa/att_1',
    source.slice(0, -1),
    `${source}~1`.replace('~', '~0'),
    'x'.repeat(1_000_000),
  ]) {
    expect((await visitor.send('/commands', { text: '/video it moves', image })).status).toBe(400);
  }
  expect(await world.page()).toEqual([]);
});

test('a picture that is too large is named, and a body that is far too large is told in megabytes as well', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const form = new FormData();
  for (const name of ['csrf', 'key']) form.set(name, visitor.field(name));
  form.set('text', '/video it moves');
  form.set('file', new File([new Uint8Array(20 * 1024 ** 2 + 1)], 'holiday.png', { type: 'image/png' }));
  const headers = { Origin: origin };
  const page = await (await visitor.request('/commands', { method: 'POST', body: form, headers })).text();
  expect(page).toContain('“holiday.png” is larger than 20 MB');
  expect(page).toContain('\n/video it moves</textarea>');
  const far = { 'Content-Length': String(30 * 1024 ** 2), ...headers };
  for (const path of ['/commands', '/inputs']) {
    const refused = await visitor.request(path, { method: 'POST', body: 'x', headers: far });
    expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('larger than 20 MB')]);
  }
});
