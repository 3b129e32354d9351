import { describe, expect, it } from 'vitest';
import { readCommand, readInteraction } from '../../../../src/bots/slack/incoming/came.ts';
import {
  forField,
  fromField,
  namelessPeople,
  namesMentioned,
  readArguments,
  readProse,
  withNames,
} from '../../../../src/bots/slack/incoming/read-text.ts';

describe('a prompt, as people see what they typed', () => {
  it.each([
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['&amp;lt;', '&lt;'],
    ['for <@U1|ada> in <#C1|videos>', 'for @ada in #videos'],
    ['as on <https://x.test/?a=1&amp;b=2|x.test>', 'as on x.test'],
    ['as on <https://x.test/?a=1&amp;b=2>', 'as on https://x.test/?a=1&b=2'],
    ['write to <mailto:a@b.test|a@b.test>', 'write to a@b.test'],
    ['<!here> and <!subteam^S1|@team>', '@here and @team'],
    ['by <!subteam^S1> and <!subteam^S1|team>', 'by  and @team'],
    ['5 &lt; 6 &gt; <@U1|>', '5 < 6 > '],
    ['&lt;@U1|ada&gt;', '<@U1|ada>'],
  ])('%s is %s', (text, prompt) => {
    expect(readProse(text)).toBe(prompt);
  });

  it('names people whom Slack mentions by their ids alone, and leaves out whom nobody can name', () => {
    const text = '<@U1> and <@U2> and <@U3|bo> and <@U1>';
    expect(namelessPeople(text)).toEqual(['U1', 'U2']);
    expect(readProse(text, new Map([['U1', 'ada']]))).toBe('@ada and  and @bo and @ada');
  });
});

describe('what follows another command', () => {
  it('keeps people, with the workspace within which alone their ids mean anything, and channels', () => {
    expect(readArguments('quota set <@U1|ada> 10/day --log <#C1|mod-log> &amp; <https://x.test>', 'T1')).toBe(
      'quota set <@T1:U1|ada> 10/day --log <#C1|mod-log> & https://x.test',
    );
    expect(readArguments('<@U1|ada lovelace>', 'T1')).toBe('<@T1:U1|ada.lovelace>');
    // A name is no part of the command, whatever somebody is called.
    expect(readArguments('<@U1|x&gt; unlimited> 1/day', 'T1')).toBe('<@T1:U1|x.unlimited> 1/day');
    expect(readArguments('quota set <!subteam^S1|@artists> 9/day', 'T1')).toBe(
      'quota set <!subteam^S1|@artists> 9/day',
    );
    expect(withNames('more for <!subteam^S1|@artists> and <!subteam^S2>')).toBe('more for @artists and @S2');
    expect(namesMentioned('<@U1|ada> <@U2>', 'T1')).toEqual(new Map([['T1:U1', 'ada']]));
  });

  it('names nobody of another workspace, whatever somebody types to look like a mention', () => {
    const typed = 'quota set &lt;@T9:U1|boss&gt; unlimited';
    expect(readArguments(typed, 'T1')).toBe('quota set <@T1:U1|boss> unlimited');
    expect(namesMentioned(typed, 'T1').size).toBe(0);
    expect(fromField('quota set <@T9:U1> unlimited', 'T1')).toBe('quota set <@T1:U1> unlimited');
  });

  it('stands in a form as it can be read, and is the same when it comes back', () => {
    const text = 'set <@T1:U1|ada> 10/day --log <#C1|mod-log>';
    expect(forField(text)).toBe('set <@U1|ada> 10/day --log <#C1|mod-log>');
    expect(fromField(forField(text), 'T1')).toBe(text);
  });

  it('is said back with names, also where it was cut', () => {
    expect(withNames('quota set <@T1:U1|ada> 3 per week in <#C1|mod-log>, <@T1:U2>')).toBe(
      'quota set @ada 3 per week in #mod-log, @U2',
    );
    expect(withNames('<@T1:U1|a.very.long…')).toBe('@a.very.long');
  });
});

describe('an event', () => {
  const press = {
    trigger_id: 'x.1',
    team: { id: 'T1' },
    user: { id: 'U1', name: 'ada', team_id: 'T1' },
    channel: { id: 'C1', name: 'videos' },
  };

  it('happens in the thread of its message; one that a thread hangs at stands in its channel', () => {
    const at = (message: object) => readInteraction({ ...press, message }).at;
    expect(at({ ts: '2.0', thread_ts: '1.0' })).toEqual({ channelId: 'C1', thread: '1.0' });
    expect(at({ ts: '1.0', thread_ts: '1.0' })).toEqual({ channelId: 'C1', thread: null });
    expect(at({ ts: '1.0' })).toEqual({ channelId: 'C1', thread: null });
    const container = { channel_id: 'C1', message_ts: '2.0', thread_ts: '1.0', is_ephemeral: true };
    expect(readInteraction({ ...press, container }).at).toEqual({ channelId: 'C1', thread: '1.0' });
  });

  it('of a whole organization says so, as text or not, or by naming no workspace', () => {
    const command = { command: '/video', trigger_id: 'x', team_id: 'T1', user_id: 'U1', channel_id: 'C1' };
    expect(readCommand({ ...command, is_enterprise_install: 'true' }).came.isOrgWide).toBe(true);
    expect(readCommand({ ...command, is_enterprise_install: 'false' }).came.isOrgWide).toBe(false);
    expect(readInteraction({ ...press, is_enterprise_install: true }).isOrgWide).toBe(true);
    expect(readInteraction({ ...press, team: null, enterprise: { id: 'E1' } }).isOrgWide).toBe(true);
  });

  it('of an account that the organization keeps is of no other workspace', () => {
    const of = (teamId: string) =>
      readInteraction({ ...press, enterprise: { id: 'E1' }, user: { id: 'W1', team_id: teamId } }).userTeamId;
    expect([of('E1'), of('T2')]).toEqual([null, 'T2']);
  });
});
