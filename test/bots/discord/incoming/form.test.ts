import { describe, expect, it } from 'vitest';
import { createKeptForms, type KeptForm } from '../../../../src/bots/discord/incoming/kept-forms.ts';
import { joinFields, splitIntoFields } from '../../../../src/bots/discord/incoming/long-text.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { manualClock, seededRandom } from '../../../doubles/world.ts';
import { holdBack, openWorld, refOf, wordsOf } from './world.ts';

const png = (name: string) => ({ name, bytes: Buffer.from(name), contentType: 'image/png' });
const wrong = { prompt: 'a "red" ball --seconds 9', size: '1x1', seconds: 8, audio: false };

describe('Edit and retry', () => {
  it('opens a form that holds what was typed, and sends it once it is right', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', wrong);
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const form = await opened.form();
    expect(form.fields.map(({ customId, value }) => [customId, value])).toEqual([
      ['prompt', wrong.prompt],
      ['options', '--size 1x1 --seconds 8 --no-audio'],
      ['file', null],
    ]);
    const still = await discord.submit(opened);
    await world.done(still);
    expect(await wordsOf(still)).toContain('64x64');
    const reopened = discord.press(ada, await still.answered(), 'Edit and retry');
    await reopened.form();
    const sent = await discord.submit(reopened, { options: '--size 720x1280 --seconds 8' });
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: false });
    expect(await world.jobs()).toMatchObject([{ spec: { prompt: wrong.prompt, seconds: 8 } }]);
    const ref = refOf(discord.seen(channel)[0]);
    expect((await world.requestOf(sent))?.request.statusMessage).toBe(ref);
  });

  it('keeps the image that came along, and takes another one in its place', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { ...wrong, image: png('first.png') });
    const answer = await typed.answered();
    for (const [file, name] of [
      [[], 'first.png'],
      [[png('second.png')], 'second.png'],
    ] as const) {
      const opened = discord.press(ada, answer, 'Edit and retry');
      await opened.form();
      await world.done(await discord.submit(opened, { options: '', file }));
      const input = (await world.jobs()).at(-1)?.spec.input;
      expect(input).toMatchObject({ kind: 'image', source: expect.stringContaining(name) });
    }
  });

  it('does not make a video without the image that it started from: that is said, and the text is kept', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', { ...wrong, image: png('first.png') });
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    await opened.form();
    await clock.advance(15 * MINUTE);
    const sent = await discord.submit(opened, { prompt: 'a blue ball', options: '' });
    await world.done(sent);
    expect(await wordsOf(sent)).toContain('Attach the file again');
    expect(await world.jobs()).toEqual([]);
    const again = discord.press(ada, await sent.answered(), 'Edit and retry');
    expect((await again.form()).fields[0]?.value).toBe('a blue ball');
    await world.done(await discord.submit(again, { file: [png('second.png')] }));
    expect(await world.jobs()).toHaveLength(1);
  });

  it('is not for anybody else, and says so once it is too late', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', wrong);
    const answer = await typed.answered();
    const id = answer.buttons[0]?.customId ?? '';
    const stolen = discord.pressAnyway(mo, await world.post(channel, { Retry: id }), id);
    await world.done(stolen);
    expect(await wordsOf(stolen)).toContain('not kept any longer than 15 minutes');
    await clock.advance(15 * MINUTE);
    const late = discord.press(ada, answer, 'Edit and retry');
    expect(await world.done(late)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(late)).toContain('not kept any longer than 15 minutes');
  });

  it('is there after a refusal, with what was asked for', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a "red" ball', engine: 'acme/reel-1', seconds: 4 });
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const form = await opened.form();
    expect(form.fields.map(({ value }) => value)).toEqual(['a "red" ball', '--engine acme/reel-1 --seconds 4', null]);
  });

  it('of any other command holds it as text', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await world.videoOf(ada);
    const typed = discord.type(ada, channel, 'videos cancel', { number: 'the first' });
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    expect(await opened.form()).toMatchObject({ title: '/videos cancel', fields: [{ value: 'the first' }] });
    const sent = await discord.submit(opened, { typed: '#1' });
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(sent)).toContain('#1 is cancelled');
  });
});

describe('a form', () => {
  it('that is slow to be taken promises its status to everybody', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({
      answer: async (command, asker) => {
        if (command.kind === 'video') await held.wait();
        return real.answer(command, asker);
      },
    }));
    const { discord, ada, channel, clock } = world;
    const opened = discord.press(ada, await discord.type(ada, channel, 'video', wrong).answered(), 'Edit and retry');
    await opened.form();
    const sent = await discord.submit(opened, { options: '' });
    await held.begun;
    await clock.advance(1_000);
    expect(await sent.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toMatchObject([{ thinking: false, content: expect.stringContaining('red') }]);
  });

  it('holds the longest prompt there is in as many fields as it takes, and gives it back whole', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const prompt = 'a red ball, '.repeat(500).trim();
    const typed = discord.type(ada, channel, 'video', { prompt, size: '1x1' });
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const form = await opened.form();
    expect(form.fields.filter(({ kind }) => kind === 'text')).toHaveLength(3);
    const sent = await discord.submit(opened, { options: '' });
    expect(await wordsOf(sent)).toContain('takes prompts of at most');
    const { fields } = await discord.press(ada, await sent.answered(), 'Edit and retry').form();
    const pieces = fields.map(({ customId, value }) => ({ name: customId, text: String(value) }));
    expect(joinFields(pieces)).toBe(prompt);
  });
});

describe('a long text in several fields', () => {
  it.each([
    ['', 1],
    ['short', 1],
    ['word '.repeat(1_199), 2],
    ['界'.repeat(6_000), 2],
    ['👩'.repeat(6_000), 3],
    [`${'x'.repeat(3_500)} ${'y'.repeat(3_000)}`, 2],
  ])('fits, is never cut inside of a character, and comes back as it was (%#)', (text, fields) => {
    const pieces = splitIntoFields(text, 4_000);
    expect(pieces).toHaveLength(fields);
    expect(pieces.every((piece) => piece.text.length <= 4_000 && piece.text.isWellFormed())).toBe(true);
    expect(joinFields(pieces)).toBe(text);
  });

  it('comes back as it was also where Discord trims its fields, as long as it has spaces or none', () => {
    for (const text of ['word '.repeat(1_199).trim(), '界'.repeat(6_000)]) {
      const pieces = splitIntoFields(text, 4_000).map((piece) => ({ ...piece, text: piece.text.trim() }));
      expect(joinFields(pieces)).toBe(text);
    }
  });

  it('keeps what people write into the one field, when they empty the other', () => {
    expect(
      joinFields([
        { name: 'prompt', text: 'a ball' },
        { name: 'more1', text: '' },
      ]),
    ).toBe('a ball');
  });
});

describe('what is kept of what people type', () => {
  const form = (prompt: string): KeptForm => ({ kind: 'video', form: { prompt, options: '', input: null }, at: null });

  it('is bounded in number and in size, and the oldest goes first', () => {
    const deps = { clock: manualClock(), random: seededRandom() };
    const few = createKeptForms(deps, { formsMax: 2, charsMax: 1_000 });
    const [first = '', second = '', third = ''] = ['a', 'b', 'c'].map((prompt) => few.keep(form(prompt), 'ada'));
    expect([first, second, third].map((name) => few.of(name, 'ada') !== null)).toEqual([false, true, true]);
    const small = createKeptForms(deps, { formsMax: 10, charsMax: 10 });
    const [long = '', short = ''] = ['x'.repeat(8), 'yyy'].map((prompt) => small.keep(form(prompt), 'ada'));
    expect([small.of(long, 'ada'), small.of(short, 'ada')]).toEqual([null, form('yyy')]);
  });

  it('is its owner’s for a quarter of an hour', async () => {
    const clock = manualClock();
    const forms = createKeptForms({ clock, random: seededRandom() });
    const name = forms.keep(form('a'), 'ada');
    expect(forms.of(name, 'bob')).toBeNull();
    await clock.advance(15 * MINUTE - 1);
    expect(forms.of(name, 'ada')).toEqual(form('a'));
    await clock.advance(1);
    expect(forms.of(name, 'ada')).toBeNull();
  });
});
