import type { InputBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { drawVideoForm } from '../../../../src/bots/slack/incoming/draw-form.ts';
import { noPlace } from '../../../../src/bots/slack/incoming/form-place.ts';
import { inboundKeyOf } from '../../../../src/bots/slack/places.ts';
import { commands } from '../../../../src/bots/commands.ts';
import { joinFields } from '../../../../src/bots/long-text.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import type { SeenView } from '../../../doubles/slack/people/sight.ts';
import type { Channel, Person } from '../../../doubles/slack/things.ts';
import { openWorld, told, type World } from './world.ts';

const png = { name: 'ball.png', bytes: Buffer.from('png') };

async function formOf(world: World, person: Person, channel: Channel): Promise<SeenView> {
  await world.done(world.slack.type(person, channel, '/video'));
  const modal = world.slack.modal(person);
  if (!modal) throw new Error('expected a form');
  return modal;
}

describe('the form of a bare /video', () => {
  it('has a field for every option of the grammar but what is typed alone', async () => {
    await using world = await openWorld();
    const { fields } = await formOf(world, world.ada, world.channel);
    const names = Object.keys(commands.video.options).filter((name) => name !== 'yes');
    expect(fields.map(({ blockId }) => blockId)).toEqual(names);
    expect(fields.map(({ required }) => required)).toEqual(names.map((name) => name === 'prompt'));
    const seconds = fields.find(({ blockId }) => blockId === 'seconds');
    expect(seconds?.hint).toBe('Length in seconds (1 to 60)');
  });

  it('leads to a video with all that was chosen, in the channel it was opened in', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    await world.allow();
    const form = await formOf(world, ada, channel);
    const sent = slack.submit(ada, form, {
      Prompt: 'a red ball',
      Image: [png],
      Engine: 'demo/pictures',
      Seconds: '4 s',
      FPS: '24',
      Count: '2',
      Style: 'film noir',
      Audio: 'No',
      Fresh: 'yes',
    });
    expect(await world.done(sent)).toEqual({ kind: 'empty' });
    const found = await store.requestByKey(inboundKeyOf(team.id, form.id));
    expect(found?.request).toMatchObject({ destination: world.destination, visibility: 'channel' });
    const [file = ''] = team.files.keys();
    expect(found?.jobs.map(({ spec }) => spec)).toMatchObject(
      [1, 2].map(() => ({
        prompt: 'a red ball',
        seconds: 4,
        style: 'film noir',
        audio: false,
        input: { kind: 'image', source: `${team.id}/${file}`, mediaKey: null },
      })),
    );
  });

  it('takes a video to start from as it takes an image, and not both', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const form = await formOf(world, ada, channel);
    const mp4 = { name: 'clip.mp4', mimetype: 'video/mp4', bytes: new Uint8Array([1]) };
    const both = slack.submit(ada, form, { Prompt: 'a red ball', Image: [png], Video: [mp4] });
    expect(await world.done(both)).toMatchObject({
      errors: { video: expect.stringContaining('cannot be used together') },
    });
    await world.done(slack.submit(ada, form, { Prompt: 'a red ball', Image: [], Video: [mp4] }));
    expect(slack.seenBy(ada, channel).at(-1)?.shownText).toContain('it cannot use the video');
  });

  it('that is sent twice makes one video, also when two processes get it', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const form = await formOf(world, ada, channel);
    const sent = slack.submit(ada, form, { Prompt: 'a red ball' });
    await world.done(sent);
    await world.repeat(sent, { trigger_id: '1.2.other' });
    await world.another();
    await world.repeat(sent, { trigger_id: '1.2.third' });
    expect(await world.jobs()).toHaveLength(1);
  });

  it('stays open with what is wrong beside each field, in the words of the form', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const form = await formOf(world, ada, channel);
    const sent = slack.submit(ada, form, { Prompt: 'a ball --seconds 4', Seconds: 'many', Size: '1x1' });
    const errors = {
      prompt: expect.stringContaining('Did you mean the option Seconds?'),
      seconds: 'Seconds takes a whole number from 1 to 60, in seconds, not “many”.',
      size: expect.stringContaining('Try 64x64.'),
    };
    expect(await world.done(sent)).toEqual({ kind: 'errors', errors });
    expect(await world.jobs()).toEqual([]);
    const again = slack.submit(ada, form, { Prompt: 'a ball', Seconds: '4', Size: '' });
    expect(await world.done(again)).toEqual({ kind: 'empty' });
    expect(await world.jobs()).toHaveLength(1);
  });

  it('of a prompt that asks for something else says so, and makes no video of it', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const list = slack.submit(ada, await formOf(world, ada, channel), { Prompt: 'list' });
    expect(await world.done(list)).toMatchObject({ errors: { prompt: expect.stringContaining('/videos list') } });
    slack.closeModal(ada);
    await world.done(slack.submit(ada, await formOf(world, ada, channel), { Prompt: 'help' }));
    expect(slack.seenBy(ada, channel).at(-1)?.shownText).toContain('/video PROMPT');
    expect(await world.jobs()).toEqual([]);
  });

  it('that the limits refuse is answered where it was opened, with the way back to all of it', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const form = await formOf(world, ada, channel);
    await world.done(slack.submit(ada, form, { Prompt: 'a “red” ball', Engine: 'acme/reel-1', Image: [png] }));
    const refusal = slack.seenBy(ada, channel).at(-1);
    if (!refusal) throw new Error('expected a refusal');
    expect(refusal).toMatchObject({ ephemeral: true, shownText: expect.stringContaining('Nothing was started') });
    await world.done(slack.press(ada, refusal, 'Edit and retry'));
    const retry = slack.modal(ada);
    expect(retry?.fields.map(({ value }) => value).slice(0, 4)).toEqual(['a “red” ball', null, null, 'acme/reel-1']);
    expect(retry?.fields[1]?.hint).toContain('starts from the file that is there already');
    if (!retry) throw new Error('expected the form');
    await world.done(slack.submit(ada, retry, { Engine: 'demo/pictures' }));
    const [file = ''] = world.team.files.keys();
    expect(await world.jobs()).toMatchObject([{ spec: { input: { source: `${world.team.id}/${file}` } } }]);
  });

  it('whose file is not kept any more says so before anything is made without it', async () => {
    await using world = await openWorld();
    const { slack, ada, channel, clock } = world;
    const form = await formOf(world, ada, channel);
    await world.done(slack.submit(ada, form, { Prompt: 'a ball', Engine: 'acme/reel-1', Image: [png] }));
    const refusal = slack.seenBy(ada, channel).at(-1);
    if (!refusal) throw new Error('expected a refusal');
    await world.done(slack.press(ada, refusal, 'Edit and retry'));
    const retry = slack.modal(ada);
    if (!retry) throw new Error('expected the form');
    await clock.advance(15 * MINUTE);
    const lost = slack.submit(ada, retry, { Engine: 'demo/pictures' });
    expect(await world.done(lost)).toMatchObject({
      errors: { image: expect.stringContaining('Attach the file again') },
    });
    await world.done(slack.submit(ada, retry, { Image: [png] }));
    expect(await world.jobs()).toHaveLength(1);
    const late = slack.press(ada, refusal, 'Edit and retry');
    await world.done(late);
    expect(told(late)).toContain('is not kept any longer than 15 minutes');
  });
});

describe('Edit and retry', () => {
  it('outlasts a restart: what was typed is in the button', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/video a “{red|blue}” ball --secnds 4');
    await world.done(typed);
    await world.another();
    const [answer] = typed.replies();
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(ada, answer, 'Edit and retry'));
    expect(slack.modal(ada)?.fields[0]?.value).toBe('a “{red|blue}” ball');
  });

  it('of more than fits into a button is kept for a quarter of an hour, in as many fields as it takes', async () => {
    await using world = await openWorld();
    const { slack, ada, channel, clock } = world;
    const prompt = 'a red ball, '.repeat(490).trim();
    const typed = slack.type(ada, channel, `/video ${prompt} --secnds 4`);
    await world.done(typed);
    const [answer] = typed.replies();
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(ada, answer, 'Edit and retry'));
    const form = slack.modal(ada);
    const pieces = form?.fields.filter(({ label }) => label.startsWith('Prompt')) ?? [];
    expect(pieces).toHaveLength(2);
    expect(
      joinFields(pieces.map(({ blockId: name, value }) => ({ name, text: typeof value === 'string' ? value : '' }))),
    ).toBe(prompt);
    if (!form) throw new Error('expected the form');
    await world.done(slack.submit(ada, form));
    // All of it came back.
    expect(slack.seenBy(ada, channel).at(-1)?.shownText).toContain(`this one has ${prompt.length} characters`);
    await clock.advance(15 * MINUTE);
    const late = slack.press(ada, answer, 'Edit and retry');
    await world.done(late);
    expect(told(late)).toContain('so the form cannot be opened');
  });

  it('with a value that we did not write opens nothing and says so, and names no file', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const post = await world.post(channel, { Old: 'v1:retry:typed' });
    for (const value of ['', 'nonsense', '{"kept":1}', '{"command":"rm","typed":"x","thread":null}']) {
      const pressed = slack.pressAnyway(ada, post, { actionId: 'v1:retry:typed', value });
      await world.done(pressed);
      expect(told(pressed)).toContain('earlier version');
      expect(slack.modal(ada)).toBeNull();
    }
    const value = '{"command":"video","typed":"a ball --image T9/F9","thread":null}';
    await world.done(slack.pressAnyway(ada, post, { actionId: 'v1:retry:typed', value }));
    const form = slack.modal(ada);
    if (!form) throw new Error('expected a form');
    await world.done(slack.submit(ada, form));
    expect(await world.jobs()).toMatchObject([{ spec: { prompt: 'a ball', input: null } }]);
  });
});

it('a form that comes too late is said to be, and so is one of which Slack says nothing', async () => {
  await using world = await openWorld();
  const { slack, ada, channel } = world;
  for (const [fault, words] of [
    [{ error: 'expired_trigger_id' }, 'so the form could not be opened'],
    ['drop_answer', 'Slack did not say whether the form opened'],
    [{ error: 'invalid_arguments' }, 'Something went wrong on our side'],
  ] as const) {
    slack.faults.next({ method: 'views.open' }, fault);
    const typed = slack.type(ada, channel, '/video');
    await world.done(typed);
    expect(told(typed)).toContain(words);
  }
});

it('a form of an earlier version is closed, and answered in words', async () => {
  await using world = await openWorld();
  const { slack, ada, channel } = world;
  const form = await formOf(world, ada, channel);
  const sent = slack.submit(ada, form, { Prompt: 'a ball' });
  await world.done(sent);
  const { view } = sent.payload as { readonly view: object };
  await world.repeat(sent, { view: { ...view, id: 'V9', callback_id: 'v0:video' } });
  expect(slack.dms(ada).at(-1)?.shownText).toContain('earlier version');
  expect(await world.repeat(sent, { view: { id: 'V8', callback_id: 'v1:video' } })).toBe(200);
  expect(await world.jobs()).toHaveLength(1);
});

describe('a form as it is drawn', () => {
  const draw = (options: string, prompt = 'a ball', engines = [{ id: 'demo/reel', name: 'Demo' }]) =>
    drawVideoForm({ form: { prompt, options, input: null }, place: noPlace, engines }, en).blocks.filter(
      (block): block is InputBlock => block.type === 'input',
    );
  const menusOf = (fields: readonly InputBlock[]) =>
    fields.flatMap(({ element }) => (element.type === 'static_select' ? [element] : []));

  it('shows what was typed also where it is wrong, so that it can be put right', () => {
    const chosen = menusOf(draw('fps: 25, engine: runwy, audio: perhaps')).map((menu) => menu.initial_option?.value);
    expect(chosen).toEqual(['runwy', '25', undefined, undefined, 'perhaps', undefined, undefined]);
  });

  it('takes no more engines than Slack has room for, and none whose name it has no room for', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: `e/${index}`, name: 'x'.repeat(200) }));
    const engines = [{ id: `e/${'x'.repeat(80)}`, name: 'long' }, ...many];
    const [engine] = menusOf(draw('engine: e/150', 'a ball', engines));
    expect(engine?.options).toHaveLength(100);
    expect(engine?.options?.every(({ text, value }) => text.text.length <= 75 && (value ?? '').length <= 75)).toBe(
      true,
    );
    expect(engine?.initial_option?.value).toBe('e/150');
  });

  it('asks for the place where there is none, and cuts what no prompt can be as long as', () => {
    const [where, first, ...rest] = draw('', 'x'.repeat(40_000));
    expect(where).toMatchObject({ block_id: 'where', element: { type: 'conversations_select' } });
    expect(first).toMatchObject({ hint: { text: en.taking.cutShort(12_000) } });
    expect(rest.filter(({ label }) => label.text === 'Prompt, continued')).toHaveLength(3);
  });
});
