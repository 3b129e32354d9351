import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/bots/answered.ts';
import type { Command } from '../../src/bots/grammar/command.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { destination, someCapabilities } from '../core/samples.ts';
import { bob, generous, without } from '../core/service.ts';
import { linesOf, openChat } from './asking.ts';

function wordsOf(answer: Answer): string {
  if (answer.kind !== 'said' && answer.kind !== 'clip') throw new Error(`expected words, got ${answer.kind}`);
  return linesOf(answer.view).join('\n');
}

function retryOf(answer: Answer): string {
  const button = answer.kind === 'said' ? answer.view.buttons.find(({ action }) => action === 'retry') : undefined;
  if (button?.action !== 'retry') throw new Error('expected a way to edit and retry');
  return `/${button.command} ${button.typed}`;
}

const none = 'You have no videos here yet.';

describe('what is answered', () => {
  const first: Readonly<Record<Command['kind'], readonly [string, RegExp]>> = {
    video: ['video a red ball', /^taken$/],
    list: ['videos list', new RegExp(none)],
    show: ['videos show', new RegExp(none)],
    cancel: ['videos cancel', new RegExp(none)],
    again: ['videos again', new RegExp(none)],
    help: ['videos help', /^What you can type/],
    engines: [
      'videos engines',
      /^One engine makes videos here:\nDemo · from text or image · 50 credits for 5 s \(demo, no real money\)/,
    ],
    quota: ['videos quota', /./],
    forget_me: ['videos forget-me', /^Should Reelay forget you/],
    admin: ['video-admin usage', /moderator/i],
    form: ['videos batch', /^videos batch$/],
    mistake: ['video a ball --secnds 8', /^Nothing was started/],
  };
  it.each(Object.entries(first))('%s, by somebody who has no videos: %j', async (_, [text, expected]) => {
    const { type } = await openChat();
    const answer = await type(text);
    const shown = answer.kind === 'taken' ? answer.kind : answer.kind === 'form' ? answer.command : wordsOf(answer);
    expect(shown).toMatch(expected);
  });

  it('help and mistakes need no database', async () => {
    const { type, deps, store, log } = await openChat();
    const away = { ...deps, store: without(store, ...(Object.keys(store) as (keyof typeof store)[])) };
    expect(wordsOf(await type('videos help', {}, away))).toContain('What you can type');
    expect(wordsOf(await type('video', {}, away))).toContain('The prompt is missing');
    expect(log.errors).toEqual([]);
  });
});

describe('a video that is asked for', () => {
  it('is taken with its job, for the person and place that asked', async () => {
    const { type } = await openChat();
    const answer = await type('video a red ball --seconds 3', { person: bob });
    expect(answer).toMatchObject({
      kind: 'taken',
      repeated: false,
      request: { destination, locale: 'en', actor: { kind: 'user' } },
      jobs: [{ number: 1, spec: { prompt: 'a red ball', seconds: 3 } }],
    });
  });

  it('is the operator’s own word when the operator asks', async () => {
    const { type } = await openChat();
    expect(await type('video a red ball', { role: 'operator' })).toMatchObject({
      request: { actor: { kind: 'operator' } },
    });
  });

  it('twice by one event says so only until the first is to be seen', async () => {
    const { type, store, admitted } = await openChat();
    const inboundKey = 'event:once';
    const answer = await type('video a red ball', { inboundKey });
    if (answer.kind !== 'taken') throw new Error(`expected it to be taken, got ${answer.kind}`);
    expect(wordsOf(await type('video a red ball', { inboundKey }))).toBe(
      'That request was taken already as #1; nothing was started twice. `/videos show #1` tells how it stands.',
    );
    await store.setStatusMessage(answer.request.id, 'm1');
    expect(await type('video a red ball', { inboundKey })).toMatchObject({ kind: 'taken', repeated: true });
    expect((await admitted()).number).toBe(2);
  });

  it.each([
    ['video a red ball --seconds 20', '/video a red ball --seconds 20'],
    ['video a red ball --fps smooth --seconds 20', '/video a red ball --seconds 20 --fps 60'],
    ['video "a ball --fast" --seconds 20', '/video "a ball --fast" --seconds 20'],
    ['video a {red|blue} ball --seconds 20', '/video a {red|blue} ball --seconds 20'],
  ])('%s is refused in words that carry it back, to be edited', async (text, back) => {
    const { type } = await openChat();
    const answer = await type(text);
    expect(wordsOf(answer)).toContain('Nothing was started and you pay nothing.');
    expect(retryOf(answer)).toBe(back);
  });

  it('that a limit refuses is not lost', async () => {
    const { type, deps } = await openChat();
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 0 } };
    const answer = await type('video a red ball', {}, { ...deps, rules });
    expect(wordsOf(answer)).toContain('Asked for: /video a red ball');
    expect(retryOf(answer)).toBe('/video a red ball');
  });
});

describe('one’s own videos', () => {
  it('are listed, those of others are not', async () => {
    const { type, admitted } = await openChat();
    await admitted({ prompt: 'a red ball' });
    await admitted({ prompt: 'a blue cube' }, { person: bob });
    expect(wordsOf(await type('videos list'))).toBe('Your latest videos\n#1 · being prepared · now · a red ball');
    expect(wordsOf(await type('videos', { role: 'operator' }))).not.toContain('blue cube');
  });

  it('are shown with their story, and with the clip while there is one', async () => {
    const { type, admitted, bring, press } = await openChat();
    const job = await admitted();
    expect(await type('videos show')).toMatchObject({ kind: 'said' });
    await bring(job, 'ready');
    const answer = await type('videos show 1');
    expect(answer).toMatchObject({ kind: 'clip', clip: { jobId: job.id } });
    expect(wordsOf(answer)).toContain('#1 is ready');
    await press({ action: 'delete_now', jobs: [job.id] });
    const deleted = await type('videos show');
    expect(deleted.kind).toBe('said');
    expect(wordsOf(deleted)).toContain('#1 was deleted');
  });

  it('are stopped by number or the latest one; the operator’s latest is their own', async () => {
    const { type, admitted, clock, now } = await openChat();
    const mine = await admitted();
    await clock.advance(1_000);
    const theirs = await admitted({}, { person: bob });
    expect(wordsOf(await type('videos cancel', { role: 'operator' }))).toBe('#1 is cancelled. You pay nothing.');
    expect((await now(mine)).state.kind).toBe('cancelled');
    expect(wordsOf(await type('videos cancel 2'))).toContain('not yours to stop');
    expect(wordsOf(await type('videos cancel 2', { role: 'moderator' }))).toBe('#2 is cancelled. You pay nothing.');
    expect((await now(theirs)).state.kind).toBe('cancelled');
    expect(wordsOf(await type('videos cancel 9'))).toContain('There is no video #9 here.');
  });

  it('are made again as a new request; one that is refused can be edited', async () => {
    const { type, admitted, deps } = await openChat();
    await admitted({ prompt: 'a red ball', seconds: 3 });
    expect(await type('videos again')).toMatchObject({ kind: 'taken', jobs: [{ number: 2, spec: { seconds: 3 } }] });
    const rules = { ...generous, member: { ...generous.member, inFlightMax: 0 } };
    const refused = await type('videos again 1', {}, { ...deps, rules });
    expect(retryOf(refused)).toBe('/video a red ball --seconds 3');
  });

  it('of others in the channel can be made again, those elsewhere cannot', async () => {
    const { type, admitted } = await openChat();
    await admitted();
    expect(await type('videos again 1', { person: bob })).toMatchObject({ kind: 'taken' });
    const elsewhere = { person: bob, destination: { ...destination, channel: 'c2' } };
    expect(wordsOf(await type('videos again 1', elsewhere))).toContain('not yours to ask for again');
    expect(wordsOf(await type('videos show 1', { person: bob }))).toContain('not yours to look into');
  });
});

describe('what goes wrong', () => {
  it.each(['videos list', 'videos show 1', 'videos cancel 1', 'videos again 1'])(
    '%s without the database is refused in words, and logged once',
    async (text) => {
      const { type, deps, store, log } = await openChat();
      const away = { ...deps, store: without(store, 'identify') };
      const answer = await type(text, {}, away);
      expect(wordsOf(answer)).toContain('Reelay cannot reach its database');
      expect(log.errors).toEqual(['a command was refused because the store cannot be reached']);
    },
  );

  it('a video without the database keeps what was typed, and is logged once', async () => {
    const { type, deps, store, log } = await openChat();
    const answer = await type('video a red ball', {}, { ...deps, store: without(store, 'admit') });
    expect(wordsOf(answer)).toContain('Reelay cannot reach its database');
    expect(retryOf(answer)).toBe('/video a red ball');
    expect(log.errors).toHaveLength(1);
  });

  it.each(['video a secret prompt', 'videos list', 'videos again 1'])(
    '%s that meets a bug is answered without blame or detail, and logged once',
    async (text) => {
      const { type, deps, store, log } = await openChat();
      const bug = () => Promise.reject(new TypeError('secret detail'));
      const answer = await type(text, {}, { ...deps, store: { ...store, identify: bug } });
      expect(wordsOf(answer)).toBe(
        'Something went wrong on our side, and it has been noted. `/videos list` shows what was taken.',
      );
      expect(log.errors).toEqual(['a command failed']);
    },
  );
});

it('what a refused video is offered back as reads as the same, so that editing starts where it was', async () => {
  const { type } = await openChat();
  const text = 'a {red|blue} ball rolls --style "film noir" --seconds 20 --no-audio';
  const back = retryOf(await type(`video ${text}`)).replace('/video ', '');
  expect(parseText('video', back, { engines: null })).toEqual(parseText('video', text, { engines: null }));
});

describe('what is typed about a video that is there', () => {
  const sizes = { kind: 'any_even', sideMin: 64, sideMax: 2_560, native: { width: 1_280, height: 720 } } as const;
  const capable = { provider: { name: 'acme', capabilities: () => [someCapabilities({ sizes, playMoney: true })] } };

  it('makes it larger, or goes on from it, with the same words or new ones', async () => {
    const { type, admitted, bring } = await openChat(capable);
    await bring(await admitted({ prompt: 'a ball rolls' }), 'ready');
    const size = { width: 1_920, height: 1_080 };
    expect(await type('videos again #1 --hd')).toMatchObject({ kind: 'taken', jobs: [{ spec: { size } }] });
    const next = await type('videos again #1 --continue it falls off the table');
    expect(next).toMatchObject({ jobs: [{ spec: { prompt: 'it falls off the table', input: { kind: 'image' } } }] });
    const same = await type('videos again #1 --continue');
    expect(same).toMatchObject({ jobs: [{ spec: { prompt: 'a ball rolls' } }] });
  });

  it('is asked about before it starts where it is dear, since no button has told the price', async () => {
    const dear = { perSecondMicroUsd: 50 * CREDIT_MICRO_USD };
    const provider = { name: 'acme', capabilities: () => [someCapabilities({ sizes, playMoney: true, price: dear })] };
    const { type, press, admitted, bring } = await openChat({ provider });
    const { job } = await bring(await admitted(), 'ready');
    const asked = await type('videos again #1 --continue it falls');
    expect(asked).toMatchObject({ kind: 'said', view: { buttons: [{ action: 'confirm' }, { action: 'retry' }] } });
    const [button] = asked.kind === 'said' ? asked.view.buttons : [];
    expect(button).toMatchObject({ command: 'videos again', typed: '--continue #1 "it falls"' });
    const text = 'videos again --continue #1 "it falls"';
    const price = (button && 'agreedMicroUsd' in button ? button.agreedMicroUsd : null) ?? 0;
    const agreed = (agreedMicroUsd: number) => type(text, { agreedMicroUsd });
    expect(wordsOf(await agreed(price - CREDIT_MICRO_USD))).toContain(
      '1 video · 250 credits (demo, no real money). Start?\nIt costs 250 credits now, not 249.\nit falls\n',
    );
    expect(await agreed(price)).toMatchObject({ kind: 'taken' });
    expect(await type('videos again --continue #1 it jumps --yes')).toMatchObject({ kind: 'taken' });
    const pressed = (agreedMicroUsd?: number) => press({ action: 'continue', jobs: [job.id], agreedMicroUsd });
    expect(await pressed()).toMatchObject({ kind: 'said' });
    expect(await pressed(price)).toMatchObject({ kind: 'taken' });
  });
});

describe('being forgotten', () => {
  it('is asked back first: what goes, what stays, and what to type', async () => {
    const { type, admitted, bring, store } = await openChat();
    await bring(await admitted(), 'ready');
    const words = wordsOf(await type('videos forget-me'));
    expect(words).toMatch(/the prompts, styles and images of 1 video; 1 video with posts and links/);
    expect(words).toMatch(/What stays: how much was used when.*, under a number without a name/);
    expect(words).toMatch(/which is in 17 days/);
    expect(words).toMatch(/It cannot be undone. To do it, type `\/videos forget-me --yes`/);
    expect((await store.request((await admitted()).requestId))?.request.prompt).not.toBeNull();
  });

  it('is done when they are sure: nothing of theirs is shown to anybody any more', async () => {
    const { type, admitted, bring } = await openChat();
    await bring(await admitted(), 'ready');
    await bring(await admitted(), 'queued');
    const words = wordsOf(await type('videos forget-me --yes'));
    expect(words).toMatch(/^You are forgotten\nGone: your name and id here, the words of 2 videos, and 1 video/);
    expect(words).toContain('Cancelled, and you pay nothing: 1 video.');
    const operator = { role: 'operator', person: bob } as const;
    const shown = wordsOf(await type('videos show #1', operator));
    expect(shown).toContain('prompt removed');
    expect(shown).not.toMatch(/a red ball|Ada/);
    for (const number of [1, 2]) {
      expect(wordsOf(await type(`videos again #${number}`, operator))).toMatch(/no video #|not yours/);
    }
    expect(wordsOf(await type('videos list'))).toContain('You have no videos here yet');
  });
});
