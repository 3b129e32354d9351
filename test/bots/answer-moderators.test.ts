import { describe, expect, it } from 'vitest';
import type { Asker } from '../../src/bots/asker.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { presentAdminHelp } from '../../src/bots/present-help.ts';
import { en } from '../../src/bots/messages/en.ts';
import { renderText, plainStyle } from '../../src/bots/messages/text.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import { destination } from '../core/samples.ts';
import { ada, bob } from '../core/service.ts';
import { linesOf, openChat } from './asking.ts';

const mo = { platform: 'discord', externalId: '300', name: 'Mo' } as const;
const moderator = { person: mo, role: 'moderator', keepsModerators: true } as const;

/** A platform without moderators of its own, with a workspace that Mo moderates and in which Ada and Bob asked for videos. */
async function openWorkspace() {
  const chat = await openChat();
  const { store, clock, userOf } = chat;
  const say = async (text: string, more: Partial<Asker> = moderator): Promise<string[]> => {
    const answer = await chat.type(text, more);
    return answer.kind === 'said' ? linesOf(answer.view) : [answer.kind];
  };
  for (const person of [ada, bob]) await chat.type('video a red ball', { person });
  const { tenantId } = destination;
  const actor = { kind: 'system' } as const;
  await store.moderators.decide({ tenantId, userId: await userOf(mo), isModerator: true, actor, nowMs: clock.nowMs() });
  return { ...chat, say };
}

describe('who moderates, where the platform does not say so', () => {
  it('is listed, added to and taken from in words that say what it means, and stands in the audit log', async () => {
    const { say, clock } = await openWorkspace();
    const [heading, ...list] = await say('video-admin moderators');
    expect([heading, list.slice(0, -1)]).toEqual(['Who moderates here', ['Mo']]);
    await clock.advance(1);
    expect(await say('video-admin moderators add @Bob')).toEqual([
      'Bob may moderate here from now on',
      'They see, stop and remove videos that are not private, set quotas, and decide who else moderates.',
    ]);
    expect(await say('video-admin moderators add @Bob')).toEqual(['Bob moderates here already, so nothing changed']);
    expect((await say('video-admin moderators list')).slice(1, -1)).toEqual(['Mo', 'Bob']);
    await clock.advance(1);
    expect(await say('video-admin moderators remove @Bob')).toEqual([
      'Bob may no longer moderate here',
      'It stays so, also for owners and admins of the workspace, until a moderator adds them.',
    ]);
    expect(await say('video-admin moderators remove @Bob')).toEqual(['Bob does not moderate here, so nothing changed']);
    expect((await say('video-admin moderators remove @Ada'))[0]).toBe('Ada did not moderate here, and will not');
    expect((await say('video-admin audit @Bob')).slice(1)).toEqual([
      expect.stringContaining('Mo · Bob may no longer moderate here'),
      expect.stringContaining('Mo · Bob may moderate here'),
    ]);
  });

  it('nobody takes themselves off, and nobody is found by a name that nobody has', async () => {
    const { say } = await openWorkspace();
    expect((await say('video-admin moderators remove @Mo'))[0]).toBe('You cannot take yourself off the list');
    expect((await say('video-admin moderators add @Nobody'))[0]).toBe('Nothing was done');
    expect((await say('video-admin moderators')).slice(1, -1)).toEqual(['Mo']);
  });

  it.each(['moderators', 'moderators add @Bob', 'moderators remove @Mo'])(
    'a member is refused in words and changes nothing: /video-admin %s',
    async (text) => {
      const { say } = await openWorkspace();
      const [title = ''] = await say(`video-admin ${text}`, { ...moderator, role: 'member' });
      expect(title).toMatch(/^Only moderators/);
      expect((await say('video-admin moderators')).slice(1, -1)).toEqual(['Mo']);
    },
  );

  it('of one workspace have no say in another', async () => {
    const { say } = await openWorkspace();
    const there = { ...moderator, destination: { ...destination, tenantId: parseTenantId('discord:2') } };
    expect((await say('video-admin moderators', there))[1]).toMatch(/^Nobody yet/);
  });
});

describe('who moderates, where the platform says so itself', () => {
  it.each(['moderators', 'moderators list', 'moderators add @Bob', 'moderators remove @Bob'])(
    'is answered in words when somebody types it all the same: /video-admin %s',
    async (text) => {
      const { say } = await openWorkspace();
      expect(await say(`video-admin ${text}`, { person: mo, role: 'moderator' })).toEqual([
        'There is no list of moderators here',
        'Whoever has the rights of a moderator on this platform is one here, too.',
      ]);
      expect((await say('video-admin moderators')).slice(1, -1)).toEqual(['Mo']);
    },
  );

  it.each([
    [true, true],
    [false, false],
  ])('help and mistakes tell of it only where it is of use (%s)', (keepsModerators, isTold) => {
    const help = presentAdminHelp(null, { words: en, nowMs: 0 }, { keepsModerators });
    expect(linesOf(help).join('\n').includes('moderators add')).toBe(isTold);
    const context = { engines: null, ...(keepsModerators && { keepsModerators }) };
    const typo = parseText('video-admin', 'help moderatorz', context);
    const topic = isTold ? 'moderators list' : 'moderatorz';
    expect(typo).toEqual({ kind: 'admin', command: { kind: 'help', topic } });
    for (const typed of ['nonsense', 'moderatorz add']) {
      const command = parseText('video-admin', typed, context);
      const problems = command.kind === 'mistake' ? command.problems.map((each) => en.problems.problem(each)) : [];
      const words = problems.map((text) => renderText(text, plainStyle)).join('\n');
      expect([typed, words === '', /\bmoderators\b/.test(words)]).toEqual([typed, false, isTold]);
    }
  });
});
