import { describe, expect, it } from 'vitest';
import { destination } from '../core/samples.ts';
import { bob } from '../core/service.ts';
import { moderator, openCommunity } from './community.ts';

describe('what moderators do beside limits', () => {
  it('gives something on top, which is told with its end, pays once the limits are used up, and a reset gives these back', async () => {
    const { say } = await openCommunity();
    await say('video-admin quota set @Ada 1/day', moderator);
    const refused = await say('video one more', { agreedMicroUsd: 0 });
    expect(refused.join(' ')).toContain('your 1 video for today is used up');
    expect(await say('video-admin grant @Ada 1 video --expires 7d --reason won', moderator)).toEqual([
      'Gave Ada 1 video on top',
      'It ends in 7 days. It pays for whole videos once these no longer fit into the limits.',
      'On top they now have 1 video.',
    ]);
    expect(await say('videos quota')).toContain('On top: 1 video, 1 left · ends in 7 days');
    expect(await say('video one more')).toEqual(['taken']);
    expect((await say('video and more'))[0]).toBe('Nothing was started and you pay nothing.');
    expect((await say('video-admin quota reset @Ada', moderator))[0]).toMatch(/Ada/);
    expect((await say('video-admin audit @Ada', moderator)).join('\n')).toMatch(
      /gave Ada 1 video on top, until .+ · “won”/,
    );
  });

  it('blocks somebody for a while, who is told and can do nothing new, and lifts it again', async () => {
    const { say } = await openCommunity();
    expect((await say('video-admin block @Bob --for 2d --reason spam', moderator))[0]).toBe(
      'Bob is blocked for 2 days',
    );
    expect((await say('video a ball', { person: bob }))[1]).toBe(
      'A moderator has blocked you from asking for videos here; that ends in 2 days. If it is a mistake, talk to a moderator.',
    );
    expect(await say('video-admin quota show @Bob', moderator)).toContain('They are blocked; it ends in 2 days.');
    expect((await say('video-admin block @Bob --for 2d', moderator))[0]).toBe(
      'Bob was blocked like that already, so nothing changed',
    );
    expect(await say('video-admin unblock @Bob', moderator)).toEqual(['Bob can ask for videos again']);
    expect(await say('video a ball', { person: bob })).toEqual(['taken']);
    expect((await say('video-admin unblock @Bob', moderator))[0]).toBe('Bob is not blocked, so nothing changed');
  });

  it('stops everything, or one channel, and lets go of it again', async () => {
    const { say } = await openCommunity();
    const here = destination.channel;
    expect((await say(`video-admin pause <#${here}>`, moderator))[0]).toContain('New videos are stopped in #');
    expect((await say('video a ball'))[1]).toContain('Moderators have stopped new videos in this channel for now.');
    await say('video-admin pause', moderator);
    expect((await say('video-admin settings', moderator))[1]).toContain('Paused everywhere');
    expect((await say('video a ball'))[1]).toContain('Moderators have stopped new videos for now.');
    expect(await say('video-admin resume', moderator)).toEqual(['Requests are taken again']);
    expect(await say('video a ball')).toEqual(['taken']);
  });

  it('removes all that somebody made lately once it was asked about, and blocks them with it', async () => {
    const { say, store, bring } = await openCommunity();
    const job = await store.findJob({ tenantId: destination.tenantId, number: 2, userId: null });
    if (!job) throw new Error('expected #2');
    await bring(job, 'ready');
    const preview = await say('video-admin remove @Bob --last 1h --block 2d', moderator);
    expect(preview[0]).toBe('This would remove 1 video of Bob from the last 1 hour');
    expect(preview[1]).toContain('#2. Posts, files and links go');
    expect((await say('video-admin audit', moderator))[1]).toBe('Nothing was decided yet.');
    expect((await say('video-admin remove @Bob --last 1h --block 2d --sure', moderator))[0]).toBe(
      'Removed 1 video of Bob',
    );
    expect((await say('video a ball', { person: bob }))[1]).toContain('A moderator has blocked you');
    expect((await say('video-admin remove @Bob --last 1h', moderator))[0]).toBe(
      'They have no videos from the last 1 hour that a moderator can remove',
    );
  });

  it('tells what holds beside quotas, changes it, and never tells in the audit log what is on the blocklist', async () => {
    const { say } = await openCommunity();
    expect(await say('video-admin settings', moderator)).toEqual(
      expect.arrayContaining([
        'What holds here beside quotas',
        'Cache: on, as by itself. Who asks for the very same gets the clip that is there, for free.',
        'New accounts wait 7 days for their first video, as by itself.',
      ]),
    );
    const changed = await say(
      'video-admin settings --blocklist-add "secret phrase", wor* --time-zone Europe/Berlin --price-max $2',
      moderator,
    );
    expect(changed.join('\n')).toContain('seen by moderators alone): secret phrase, wor*');
    expect(changed.join('\n')).toContain('Time zone: Europe/Berlin.');
    const audit = (await say('video-admin audit', moderator)).join('\n');
    expect(audit).toContain('time zone UTC → Europe/Berlin');
    expect(audit).toContain('blocklist: 2 entries added');
    expect(audit).not.toContain('secret');
    const taken = await say('video-admin settings --blocklist-remove WOR*, nothing', moderator);
    expect(taken[1]).toBe('Not on the blocklist: nothing');
    expect((await say('video-admin settings --clear blocklist', moderator)).join(' ')).toContain('Blocklist: empty');
  });

  it('shows what a role and all together may use, by the role’s own mention', async () => {
    const { say } = await openCommunity();
    expect((await say('video-admin quota set <@&77> 9/day', moderator))[0]).toBe(
      'This concerns many. Nothing was changed yet',
    );
    expect((await say('video-admin quota set <@&77> 9/day --sure', moderator))[0]).toBe(
      'Changed the quota of everybody with the role @77',
    );
    expect(await say('video-admin quota show <@&77>', moderator)).toContain('9 videos a day');
    const note = { roles: ['77'], joinedAtMs: null, accountMadeAtMs: null };
    await say('video a ball', { member: note });
    expect((await say('video-admin quota show @Ada', moderator))[1]).toContain('from the role @77');
    await say('video-admin budget 300 credits/week --sure', moderator);
    expect(await say('video-admin budget', moderator)).toContain('300 credits a week');
  });
});
