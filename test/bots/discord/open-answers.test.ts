import { describe, expect, test } from 'vitest';
import { createOpenAnswers } from '../../../src/bots/discord/open-answers.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { manualClock } from '../../doubles/world.ts';

const answer = { applicationId: '1', token: 'secret' };
const kept = { ...answer, inboundKey: 'discord:7' };

describe('answers that can still be edited', () => {
  test('can be for fourteen minutes: a call that begins then ends before Discord’s fifteen', async () => {
    const clock = manualClock();
    const answers = createOpenAnswers({ clock });
    answers.keep('1/2', kept);
    await clock.advance(14 * MINUTE - 1);
    expect(answers.of('1/2')).toEqual(answer);
    await clock.advance(1);
    expect(answers.of('1/2')).toBeNull();
  });

  test('are no longer once one was refused', () => {
    const answers = createOpenAnswers({ clock: manualClock() });
    answers.keep('1/2', kept);
    answers.forget('1/2');
    expect(answers.of('1/2')).toBeNull();
    expect(answers.of('1/3')).toBeNull();
  });

  test('are bounded: in a flood the oldest make room', () => {
    const answers = createOpenAnswers({ clock: manualClock() });
    for (let count = 0; count <= 10_000; count += 1) answers.keep(`1/${count}`, kept);
    expect(answers.of('1/0')).toBeNull();
    expect(answers.of('1/1')).toEqual(answer);
    expect(answers.of('1/10000')).toEqual(answer);
  });

  test('are known by the event that they answer, once they are given; another one has none', async () => {
    const answers = createOpenAnswers({ clock: manualClock() });
    const given = Promise.withResolvers<void>();
    const answering = answers.answering('discord:7', answer, async () => {
      await given.promise;
      answers.keep('1/2', kept);
    });
    const asked = answers.answerTo('discord:7');
    expect(await answers.answerTo('discord:8')).toEqual({ kind: 'none' });
    given.resolve();
    expect(await asked).toEqual({ kind: 'given', message: '1/2' });
    await answering;
    expect(await answers.answerTo('discord:7')).toEqual({ kind: 'given', message: '1/2' });
  });

  test('that fail are none, and hold up nobody', async () => {
    const answers = createOpenAnswers({ clock: manualClock() });
    const answering = answers.answering('discord:7', answer, () => Promise.reject(new Error('reset')));
    const asked = answers.answerTo('discord:7');
    await expect(answering).rejects.toThrow('reset');
    expect(await asked).toEqual({ kind: 'none' });
  });

  test('that take long hold up nobody for longer than a moment, and count as under way until they cannot come any more', async () => {
    const clock = manualClock();
    const answers = createOpenAnswers({ clock });
    const given = Promise.withResolvers<void>();
    const answering = answers.answering('discord:7', answer, () => given.promise);
    const beganMs = clock.nowMs();
    expect(await clock.runUntil(answers.answerTo('discord:7'))).toEqual({ kind: 'under_way' });
    expect(clock.nowMs() - beganMs).toBe(3 * SECOND);
    await clock.advance(3 * MINUTE);
    expect(await answers.answerTo('discord:7')).toEqual({ kind: 'none' });
    expect(clock.sleepers()).toBe(0);
    given.resolve();
    await answering;
  });
});
