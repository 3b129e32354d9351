import { expect, test } from 'vitest';
import { readBody } from '../../../src/bots/console/bodies.ts';
import { general as place } from '../../../src/bots/console/channels.ts';
import { partsOf } from '../../../src/bots/messages/text.ts';
import type { Press } from '../../../src/bots/press.ts';
import { spoken } from '../../../src/bots/view.ts';
import { idOf } from '../../core/samples.ts';
import { asCall, openConsole } from './world.ts';

async function bodies(world: Awaited<ReturnType<typeof openConsole>>, who = 'ada') {
  return (await world.page(who)).map(({ body }) => readBody(body));
}

test('a command is admitted, shown in the channel, and work on it starts at once', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const response = await visitor.send('/commands', { text: '/video a kite --seconds 3' });
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/#end']);
  expect(await bodies(world)).toEqual([
    { kind: 'command', by: { name: 'Ada' }, typed: '/video a kite --seconds 3', hasImage: false },
  ]);
  expect(world.woken.times).toBe(1);
  const job = await world.jobOne();
  expect(job.spec).toMatchObject({ prompt: 'a kite', seconds: 3 });
});

test('a form that is sent twice asks once; other words from the same page ask anew', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const twice = [
    visitor.send('/commands', { text: '/video a kite' }),
    visitor.send('/commands', { text: '/video a kite' }),
  ];
  await Promise.all(twice);
  await visitor.send('/commands', { text: '/video a kite' }, asCall);
  expect(await bodies(world)).toHaveLength(1);
  await visitor.send('/commands', { text: '/video a boat' });
  expect(await bodies(world)).toHaveLength(2);
});

test('the same key of two people is two requests', async () => {
  await using world = await openConsole();
  for (const who of ['ada', 'bo']) {
    const visitor = world.visit();
    await visitor.open();
    await visitor.send('/act-as', { who });
    await visitor.open();
    await visitor.send('/commands', { text: '/video a kite', key: 'the-same-key' });
  }
  expect((await bodies(world)).map((body) => body?.kind === 'command' && body.by.name)).toEqual(['Ada', 'Bo']);
});

test('a key that is none is refused, so that no request goes without one', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  for (const key of ['', 'short', 'x'.repeat(65), 'white space in it']) {
    expect((await visitor.send('/commands', { text: '/video a kite', key })).status).toBe(400);
  }
  expect(await bodies(world)).toEqual([]);
});

test('words without a slash are given back with a hint, and nothing is asked for', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const page = await (await visitor.send('/commands', { text: 'a <kite> & more' })).text();
  expect(page).toContain('Commands start with a slash');
  expect(page).toMatch(/<textarea[^>]*>\na &lt;kite&gt; &amp; more<\/textarea>/);
  expect(page).toContain('Only you can see this');
  expect(await bodies(world)).toEqual([]);
});

test('a mistake is told to the asker alone, with what was typed in the box again', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const response = await visitor.send('/commands', { text: '/video a cat --seconds none' }, asCall);
  const answer = await response.json();
  expect(answer).toEqual({ html: expect.stringContaining('Edit and retry'), compose: '/video a cat --seconds none' });
  expect(await bodies(world)).toEqual([]);
});

test('an answer is for the asker alone and kept nowhere', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  expect(await (await visitor.send('/commands', { text: '/videos list' })).text()).toContain('Only you can see this');
  expect(await visitor.open()).not.toContain('Only you can see this');
});

test('a video asked for in private leaves no trace for others', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/commands', { text: '/video a surprise --private' });
  expect(await bodies(world, 'ada')).toHaveLength(1);
  expect(await bodies(world, 'bo')).toEqual([]);
});

test('what people typed is never markup, wherever it is shown', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const bad = `<img src=x onerror="alert(1)">'</textarea><script>alert(2)</script>`;
  await visitor.send('/commands', { text: `/video ${bad}` });
  const pages = [
    await visitor.open(),
    await (await visitor.send('/commands', { text: bad })).text(),
    await (await visitor.send('/commands', { text: `/video ${bad} --seconds ${bad}` })).text(),
    await (await visitor.send('/commands', { text: '/videos list' })).text(),
    await (await visitor.send('/edit', { text: bad })).text(),
  ];
  for (const page of pages) {
    expect(page).toContain('&lt;img src=x onerror=&quot;');
    expect(page).not.toMatch(/<img|<script>|onerror="/);
  }
});

test('what a button asks for is looked up anew: nobody cancels what is not theirs', async () => {
  await using world = await openConsole();
  const ada = world.visit();
  await ada.open();
  await ada.send('/commands', { text: '/video a kite' });
  const job = await world.jobOne();
  const press = `cancel ${job.id}`;
  const bo = world.visit();
  await bo.open();
  await bo.send('/act-as', { who: 'bo' });
  await bo.open();
  expect(await (await bo.send('/buttons', { press })).text()).toContain('belongs to somebody else');
  expect(await (await ada.send('/buttons', { press })).text()).toContain('is cancelled');
  const many = Array.from({ length: 13 }, (_, n) => idOf('job', n)).join(' ');
  const long = `cancel ${`${job.id} `.repeat(5_000)}`;
  for (const nonsense of ['', 'cancel', 'cancel job_1', `explode ${job.id}`, `cancel ${many}`, long.slice(0, 12_000)]) {
    expect((await ada.send('/buttons', { press: nonsense })).status).toBe(400);
  }
});

test('Again puts who pressed it into the channel, and pressed twice asks once', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/commands', { text: '/video a kite' });
  const job = await world.jobOne();
  await visitor.send('/buttons', { press: `cancel ${job.id}` });
  const press = `again ${job.id}`;
  await Promise.all([visitor.send('/buttons', { press }), visitor.send('/buttons', { press })]);
  const pressed = (await bodies(world)).filter((body) => body?.kind === 'pressed');
  expect(pressed).toEqual([{ kind: 'pressed', by: { name: 'Ada' }, label: 'Again', number: 1 }]);
  expect(await visitor.open()).toContain('pressed <b>Again</b> on #1');
});

test('a video that a press names twice is meant once', async () => {
  const pressed: Press[] = [];
  await using world = await openConsole({
    press: (press) => {
      pressed.push(press);
      return Promise.resolve({ kind: 'said', view: spoken(partsOf('heard'), [], 'note') });
    },
  });
  const visitor = world.visit();
  await visitor.open();
  const [one, two] = [idOf('job', 1), idOf('job', 2)];
  await visitor.send('/buttons', { press: `cancel ${one} ${two} ${one} ${one}` });
  expect(pressed).toEqual([{ action: 'cancel', jobs: [one, two] }]);
});

test('a press that was kept before presses named their video is still shown', async () => {
  await using world = await openConsole();
  const body = JSON.stringify({ kind: 'pressed', by: { name: 'Ada' }, label: 'Again' });
  await world.messages.put({ ...place, key: 'old', onlyFor: null, author: null, body }, 1);
  expect(await world.visit().open()).toContain('pressed <b>Again</b></p>');
});

test('on the first visit a command is ready to be sent; later the box is empty', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  expect(await visitor.open()).toContain('/video a red ball rolls across a wooden floor --seconds 3</textarea>');
  await visitor.send('/commands', { text: '/video a kite' });
  expect(await visitor.open()).toMatch(/<textarea[^>]*>\n<\/textarea>/);
});

test('killing the engine is told in words; without one running, what to do first', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  expect(await (await visitor.send('/try/kill-engine')).text()).toContain('nothing is charged twice');
  await using idle = await openConsole({ killEngine: () => false });
  const other = idle.visit();
  await other.open();
  expect(await (await other.send('/try/kill-engine')).text()).toContain('Send a /video first');
});

test('earlier messages come fifty at a time, as a page and as a piece of one', async () => {
  await using world = await openConsole();
  const { tenantId } = await world.messages.put(numbered(0), 1);
  expect(tenantId).toBe('console');
  for (let n = 1; n < 60; n += 1) await world.messages.put(numbered(n), 1);
  const visitor = world.visit();
  const latest = await visitor.open();
  expect(latest).toContain('/video number 59');
  expect(latest).not.toContain('/video number 9<');
  const before = /\/\?before=(\d+)/.exec(latest)?.[1] ?? '';
  const older = await visitor.open(`/?before=${before}`);
  expect(older).toContain('/video number 9<');
  expect(older).toContain('Welcome to #general');
  expect(older).toContain('data-live="no"');
  const piece = await (await visitor.request(`/messages?before=${before}`, { headers: asCall })).text();
  expect(piece).toContain('/video number 0<');
  expect(piece).not.toContain('<html');
});

test('what somebody typed is shown clean and shortened, so that nobody fills the channel; the prompt stays whole', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const prompt = `e${'\u0301'.repeat(40)} ${'word '.repeat(150)}end`;
  await visitor.send('/commands', { text: `/video \u202E${prompt}${' '.repeat(2_000)} --seconds 3` });
  const [body] = await bodies(world);
  const typed = body?.kind === 'command' ? body.typed : '';
  expect(Array.from(typed).length).toBeLessThanOrEqual(1_500);
  expect(typed).toMatch(/^\/video \u00E9\u0301{4} word .*word end…$/);
  expect((await world.jobOne()).spec.prompt).toMatch(/word end$/);
});

function numbered(n: number) {
  const body = JSON.stringify({ kind: 'command', by: { name: 'Ada' }, typed: `/video number ${n}`, hasImage: false });
  return { ...place, key: `k${n}`, onlyFor: null, author: null, body };
}

test.each([
  ['/vidoe a cat', '/vidoe', '/video'],
  ['/vide', '/vide', '/video'],
  ['/Vidoes list', '/Vidoes', '/videos'],
  ['/help', '/help', '/videos help'],
  ['/list', '/list', '/videos list'],
  ['/show 3', '/show', '/videos show'],
  ['/cancel', '/cancel', '/videos cancel'],
  ['/again', '/again', '/videos again'],
  ['/quota', '/quota', '/videos quota'],
])('%s is said to be no command, which one was meant, and the text stays', async (text, typed, meant) => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const page = await (await visitor.send('/commands', { text })).text();
  const title = /<h3 class="title">([^]*?)<\/h3>/.exec(page)?.[1]?.replace(/<[^>]+>/g, '');
  expect(title).toBe(`There is no ${typed}. Did you mean ${meant}?`);
  expect(page).toContain(`\n${text}</textarea>`);
  expect(page).not.toContain('Commands start with a slash');
});

test('a name near none, or none at all, is answered with an example', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const titleOf = async (text: string) =>
    /<h3 class="title">([^]*?)<\/h3>/.exec(await (await visitor.send('/commands', { text })).text())?.[1];
  expect(await titleOf('/zzzzzzzzzz a cat')).toContain('There is no <code class="short">/zzzzzzzzzz</code>.');
  expect(await titleOf('/ video a cat')).toContain('right after its slash');
  expect(await titleOf('/<img src=x>')).toContain('/&lt;img</code>');
});

test('in play everybody can be named from the start, before they asked for anything', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/act-as', { who: 'mo' });
  await visitor.open();
  const page = await (await visitor.send('/commands', { text: '/video-admin quota set @Bo 5/day' })).text();
  expect(page).toMatch(/class="card good/);
});

test('without a script the page says how to see more, with a link that loads it anew each time', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  expect(await visitor.open()).not.toContain('<noscript');
  await visitor.send('/commands', { text: '/video a kite' });
  const linkIn = (page: string) => /<noscript[^]*href="([^"]+)"[^]*<\/noscript/.exec(page)?.[1] ?? '';
  const first = linkIn(await visitor.open());
  expect(first).toMatch(/^\/\?look=\w+#end$/);
  const next = await visitor.open(first.replace('#end', ''));
  expect(next).toContain('/video a kite');
  expect(linkIn(next)).not.toBe(first);
});

test('the welcome says what the demo draws; a real console does not', async () => {
  await using world = await openConsole();
  expect(await world.visit().open()).toContain('This demo draws simple shapes');
  await using real = await openConsole({ signIn: { needed: true, adminToken: 'the admin token' } });
  const operator = real.visit();
  await operator.send('/sign-in', { token: 'the admin token' });
  const page = await operator.open();
  expect(page).toContain('Welcome to #general');
  expect(page).not.toContain('simple shapes');
});

test('the question before a video is deleted can be left by Keep; other answers have none', async () => {
  await using world = await openConsole({
    press: ({ jobs }) => {
      const sure = { action: 'delete_now', label: 'Delete #1', style: 'danger', jobs } as const;
      return Promise.resolve({ kind: 'said', view: spoken(partsOf('Delete it?'), [], 'note', [sure]) });
    },
  });
  const visitor = world.visit();
  await visitor.open();
  const asked = await (await visitor.send('/buttons', { press: `delete ${idOf('job', 1)}` })).text();
  expect(asked).toMatch(/Delete #1\s*<\/button\s*><form action="\/"><button class="keep">Keep<\/button><\/form>/);
  expect(await (await visitor.send('/commands', { text: '/videos help' })).text()).not.toContain('class="keep"');
});

test('a page names whose draft it may bring back, and says when the service itself filled the box', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  expect(await visitor.open()).toMatch(/data-who="ada"\s+data-given="no"/);
  const edited = await (await visitor.send('/edit', { text: '/video a kite' })).text();
  expect(edited).toMatch(/data-who="ada"\s+data-given="yes"/);
});
