import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { drawForm } from '../../../../src/bots/discord/incoming/form.ts';
import { createKeptForms, type KeptForm } from '../../../../src/bots/kept-forms.ts';
import { joinFields, splitIntoFields } from '../../../../src/bots/long-text.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { manualClock, seededRandom } from '../../../doubles/world.ts';
import { holdBack, openWorld, refOf, wordsOf } from './world.ts';

const png = (name: string) => ({ name, bytes: Buffer.from(name), contentType: 'image/png' });
const wrong = { prompt: 'a "red" ball', size: '1x1', seconds: 8, audio: false };

describe('Edit and retry', () => {
  it('opens a form that holds what was typed, and sends it once it is right', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', wrong);
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const form = await opened.form();
    expect(form.fields.map(({ customId, value }) => [customId, value])).toEqual([
      ['prompt', wrong.prompt],
      ['options', 'size: 1x1, seconds: 8, audio: False'],
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

  it('says so when somebody typed so much since then that it is not kept any more', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const image = png('first.png');
    const answer = await discord.type(ada, channel, 'video', { ...wrong, image }).answered();
    const opened = discord.press(ada, answer, 'Edit and retry');
    await opened.form();
    for (let count = 0; count < 20; count += 1) await world.done(discord.type(ada, channel, 'video', wrong));
    const late = discord.press(ada, answer, 'Edit and retry');
    await world.done(late);
    expect(await wordsOf(late)).toContain('What you typed had to make room for newer requests');
    const sent = await discord.submit(opened);
    await world.done(sent);
    expect(await wordsOf(sent)).toContain('started from had to make room for newer requests');
    expect(await world.jobs()).toEqual([]);
  });

  it('is there after a refusal, with what was asked for', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a "red" ball', engine: 'acme/reel-1', seconds: 4 });
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const form = await opened.form();
    expect(form.fields.map(({ value }) => value)).toEqual(['a "red" ball', 'engine: acme/reel-1, seconds: 4', null]);
  });

  it('after an option in the prompt has it where it belongs, and nothing was bought', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a ball --seconds 3' });
    expect(await wordsOf(typed)).toContain('Did you mean the option `seconds`?');
    expect(await world.jobs()).toEqual([]);
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    expect((await opened.form()).fields.map(({ value }) => value)).toEqual(['a ball', 'seconds: 3', null]);
    await world.done(await discord.submit(opened));
    expect(await world.jobs()).toMatchObject([{ spec: { prompt: 'a ball', seconds: 3 } }]);
  });

  it('takes the advice it gives, as it gives it', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a ball', seconds: 20, size: 'vertical' });
    const words = await wordsOf(typed);
    const [, advice = ''] = /Try `(.*?)`/u.exec(words) ?? [];
    expect(advice).toBe('seconds: 10');
    expect(words).toContain('Asked for: /video prompt: a ball seconds: 20 size: vertical');
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    await opened.form();
    await world.done(await discord.submit(opened, { options: advice }));
    expect(await world.jobs()).toHaveLength(1);
  });

  it('of a command with options names them, a person as a mention', async () => {
    await using world = await openWorld();
    const { discord, mo, ada, channel } = world;
    const typed = discord.type(mo, channel, 'video-admin quota set', { who: ada, amount: '3 per year' });
    expect((await typed.answered()).content).toContain(`/video-admin quota set who: <@${ada.id}> amount: 3 per year`);
    const opened = discord.press(mo, await typed.answered(), 'Edit and retry');
    expect((await opened.form()).fields[0]?.value).toBe(`who: <@${ada.id}>, amount: 3 per year`);
    const sent = await discord.submit(opened, { typed: 'default: True, amount: 3/month, sure: True' });
    expect(await wordsOf(sent)).toContain('Changed the quota of everybody');
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

describe('a field that cannot hold all of what was typed', () => {
  const open = (kept: KeptForm) => drawForm(kept, en, () => 'kept').components.flatMap(fieldOf);

  it('holds its beginning, whole characters only, and says so', () => {
    const options = `a${'👩'.repeat(600)}`;
    const fields = open({ kind: 'video', form: { prompt: 'a ball', options, input: null }, at: null });
    expect(fields.map(({ id, value }) => [id, value])).toEqual([
      ['prompt', 'a ball'],
      ['options', options.slice(0, 999)],
    ]);
    expect(fields.map(({ below }) => below)).toEqual([undefined, en.taking.cutShort(1_000)]);
    const [typed] = open({ kind: 'text', command: 'videos cancel', typed: `a${'👩'.repeat(2_000)}` });
    expect(typed?.value).toHaveLength(3_999);
    expect(typed).toMatchObject({ below: en.taking.cutShort(4_000) });
    expect(typed?.value?.isWellFormed()).toBe(true);
    const deny = open({ kind: 'text', command: 'video-admin deny', typed: `#1 --reason ${'a'.repeat(2_000)}` });
    expect(deny.at(-1)?.value).toHaveLength(1_000);
  });

  it('says nothing where all of it fits', () => {
    const [typed] = open({ kind: 'text', command: 'videos cancel', typed: 'a'.repeat(4_000) });
    expect(typed).toMatchObject({ value: 'a'.repeat(4_000), below: undefined });
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
    const few = createKeptForms(deps, { formsMax: 2, ownFormsMax: 9, charsMax: 1_000 });
    const [first = '', second = '', third = ''] = ['a', 'b', 'c'].map((prompt) => few.keep(form(prompt), 'ada'));
    expect([first, second, third].map((name) => few.of(name, 'ada').kind)).toEqual(['pushed_out', 'video', 'video']);
    const small = createKeptForms(deps, { formsMax: 10, ownFormsMax: 9, charsMax: 10 });
    const [long = '', short = ''] = ['x'.repeat(8), 'yyy'].map((prompt) => small.keep(form(prompt), 'ada'));
    expect([small.of(long, 'ada'), small.of(short, 'ada')]).toEqual([{ kind: 'pushed_out' }, form('yyy')]);
  });

  it('cannot be pushed out by somebody else alone: each has so many, and their own oldest goes first', () => {
    const forms = createKeptForms({ clock: manualClock(), random: seededRandom() });
    const ofAda = forms.keep(form('mine'), 'ada');
    const ofMo = Array.from({ length: 1_400 }, () => forms.keep(form('x'.repeat(6_000)), 'mo'));
    expect(forms.of(ofAda, 'ada')).toEqual(form('mine'));
    expect(ofMo.filter((name) => forms.of(name, 'mo').kind === 'video')).toEqual(ofMo.slice(-20));
    expect(forms.of(ofMo[0] ?? '', 'mo')).toEqual({ kind: 'pushed_out' });
    expect(forms.of(ofMo[0] ?? '', 'ada')).toEqual({ kind: 'too_old' });
  });

  it('is its owner’s for a quarter of an hour', async () => {
    const clock = manualClock();
    const forms = createKeptForms({ clock, random: seededRandom() });
    const name = forms.keep(form('a'), 'ada');
    expect(forms.of(name, 'bob')).toEqual({ kind: 'too_old' });
    await clock.advance(15 * MINUTE - 1);
    expect(forms.of(name, 'ada')).toEqual(form('a'));
    await clock.advance(1);
    expect(forms.of(name, 'ada')).toEqual({ kind: 'too_old' });
  });
});

type Component = ReturnType<typeof drawForm>['components'][number];

function fieldOf(label: Component) {
  if (label.type !== ComponentType.Label || label.component.type !== ComponentType.TextInput) return [];
  const { custom_id: id, value } = label.component;
  return [{ id, value, below: label.description }];
}
