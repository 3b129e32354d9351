import { describe, expect, it } from 'vitest';
import { inboundKeyOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { sourceOf } from '../../../contracts/media.ts';
import { openWorld, told } from './world.ts';

describe('a /video', () => {
  it('is acknowledged, taken in its channel, and left to the workers to be shown', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    const typed = slack.type(ada, channel, '/video a “red” ball for @Mo & <all> —seconds 4 --style “film noir”');
    expect(await world.done(typed)).toEqual({ kind: 'empty' });
    const found = await store.requestByKey(inboundKeyOf(team.id, typed.triggerId ?? ''));
    expect(found?.request).toMatchObject({
      prompt: 'a “red” ball for @mo & <all>',
      destination: { platform: 'slack', tenantId: tenantOf(team.id), channel: channel.id, thread: null },
      visibility: 'channel',
      statusMessage: null,
    });
    expect(found?.jobs).toMatchObject([{ spec: { seconds: 4, style: 'film noir' } }]);
    const by = { kind: 'externalId', text: `${team.id}:${ada.id}` } as const;
    expect(await store.findUser({ platform: 'slack', tenantId: null, by })).toMatchObject([{ name: 'ada' }]);
    expect(typed.replies()).toEqual([]);
    expect(world.woken.times).toBe(1);
    expect(channel.botIsMember).toBe(true);
    expect(world.lines).toEqual([]);
  });

  it('that comes twice is taken once, also by another process', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/video a red ball');
    await world.done(typed);
    expect(await world.repeat(typed)).toBe(200);
    expect(typed.replies()).toEqual([]);
    await world.another();
    expect(await world.repeat(typed)).toBe(200);
    expect(told(typed)).toContain('taken already as #1');
    expect(await world.jobs()).toHaveLength(1);
  });

  it('that is private tells where it goes on, and needs us nowhere', async () => {
    await using world = await openWorld();
    const { slack, ada } = world;
    const secret = slack.addChannel(world.team, { name: 'secret', private: true, members: [ada] });
    const typed = slack.type(ada, secret, '/video a red ball --private');
    await world.done(typed);
    expect(told(typed)).toBe('#1 is taken. How it goes on, and the video, come to you by direct message.');
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(['preparing']);
  });

  it('with a mistake is told what is wrong, what was typed, and gets a form that is nearly right', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/video a ball for @Mo --secnds 4 --size 1x1 --odd');
    await world.done(typed);
    const [answer] = typed.replies();
    expect(answer?.ephemeral).toBe(true);
    expect(answer?.shownText).toContain('There is no option --secnds');
    expect(answer?.shownText).toContain('Try --seconds');
    expect(answer?.shownText).toContain('You typed: /video a ball for @mo --secnds 4 --size 1x1 --odd');
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(ada, answer, 'Edit and retry'));
    const modal = slack.modal(ada);
    const filled = modal?.fields.flatMap(({ label, value }) => (value === null ? [] : [[label, value]]));
    expect(filled).toEqual([
      ['Prompt', 'a ball for @mo --odd'],
      ['Seconds', '4'],
      ['Size', '1x1'],
    ]);
    expect(await world.jobs()).toEqual([]);
  });

  it.each([
    ['/videos lsit', 'list', 'You have no videos'],
    ['/video-admin moderators lits', 'list', 'moderator'],
  ])('%s, of which only the beginning is a command, can be put right as well', async (line, meant, words) => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, line);
    await world.done(typed);
    const [answer] = typed.replies();
    if (!answer) throw new Error('expected an answer');
    const pressed = slack.press(ada, answer, 'Edit and retry');
    await world.done(pressed);
    const form = slack.modal(ada);
    if (!form) throw new Error(`expected a form, got ${told(pressed)}`);
    expect(form.fields[0]?.value).toBe(line.split(' ').at(-1));
    const sent = slack.submit(ada, form, { [form.fields[0]?.label ?? '']: meant });
    await world.done(sent);
    expect(slack.seenBy(ada, channel).at(-1)?.shownText).toContain(words);
  });

  it('that the limits refuse is told why, with the way to change it', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/video a red ball --engine acme/reel-1');
    await world.done(typed);
    expect(told(typed)).toContain('Nothing was started');
    expect(typed.replies()[0]?.buttons.map(({ label }) => label)).toEqual(['Edit and retry']);
  });

  it('names no file: a link could lead anywhere, and an id to anybody’s', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    for (const source of ['https://x.test/cat.png', 'T0001/F0001']) {
      const typed = slack.type(ada, channel, `/video a {red|blue} cat --image ${source} --seconds 4`);
      await world.done(typed);
      expect(told(typed)).toContain(`--image takes an image file, not “${source}”`);
      expect(told(typed)).toContain('Attach the image in the form');
      const [answer] = typed.replies();
      if (!answer) throw new Error('expected an answer');
      await world.done(slack.press(ada, answer, 'Edit and retry'));
      expect(slack.modal(ada)?.fields[0]?.value).toBe('a {red|blue} cat');
    }
    const clip = slack.type(ada, channel, '/video a cat --video https://x.test/cat.mp4');
    await world.done(clip);
    expect(told(clip)).toContain('Attach the video in the form instead');
    expect(await world.jobs()).toEqual([]);
  });
});

describe('help, lists and what is no command', () => {
  it('are answered to who typed them alone', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    for (const [line, words] of [
      ['/video help', 'How many videos of the same prompt'],
      ['/videos help', 'What you can type'],
      ['/videos', 'You have no videos here yet'],
      ['/videos quota', 'Your quota'],
      ['/video list', 'Did you mean /videos list?'],
      ['/vidoes', 'Did you mean /videos?'],
      ['/something', 'There is no command /something here'],
    ] as const) {
      const typed = slack.type(ada, channel, line);
      expect(await world.done(typed)).toEqual({ kind: 'empty' });
      expect(told(typed)).toContain(words);
      expect(typed.replies()).toMatchObject([{ ephemeral: true }]);
    }
    expect(slack.seen(channel)).toEqual([]);
  });

  it('tell of no option for a file, since text names none here, and say that a file goes in the form', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    for (const line of ['/video help', '/videos help video', '/video a red ball --secnds 4']) {
      const typed = slack.type(ada, channel, line);
      await world.done(typed);
      expect(told(typed)).not.toMatch(/--(?:image|video)\b|\b(?:image|video), /);
      expect(told(typed)).toContain(
        line.endsWith('4') ? 'The options are' : 'An image or a video to start from goes in the form',
      );
    }
  });

  it('works where we are not, and in direct messages with us', async () => {
    await using world = await openWorld();
    const { slack, ada, mo } = world;
    for (const place of [slack.addConversation([ada, mo]), slack.dmChannel(ada)]) {
      const typed = slack.type(ada, place, '/videos');
      await world.done(typed);
      expect(told(typed)).toContain('no videos here yet');
    }
  });
});

describe('moderators', () => {
  it('change what somebody may use, named by a mention, and others are refused', async () => {
    await using world = await openWorld();
    const { slack, team, ada, mo, channel, store } = world;
    const line = '/video-admin quota set @Ada 9/day --reason asked by @Mo';
    const refused = slack.type(ada, channel, line);
    await world.done(refused);
    expect(told(refused)).toContain('Only moderators');
    const typed = slack.type(mo, channel, line);
    await world.done(typed);
    expect(told(typed)).toContain('ada');
    expect(told(typed)).toContain('9 videos a day');
    const [line1, ...more] = await store.audit({ tenantId: tenantOf(team.id), targetUserId: null, limit: 9 });
    expect(more).toEqual([]);
    expect(line1).toMatchObject({ about: { name: 'ada' }, reason: 'asked by @mo' });
  });

  it('set the workspace up in text, with channels as they are mentioned', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const other = slack.addChannel(world.team, { name: 'general', members: [ada] });
    const typed = slack.type(mo, channel, '/video-admin setup --channels #videos --cap $5');
    await world.done(typed);
    expect(told(typed)).toContain('only #videos');
    const elsewhere = slack.type(ada, other, '/video a red ball');
    await world.done(elsewhere);
    expect(told(elsewhere)).toContain('#videos');
    expect(await world.jobs()).toEqual([]);
  });

  it('get a form that holds what they typed, which is understood as it stands there', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const typed = slack.type(mo, channel, '/video-admin quota set @Ada 3 per weak');
    await world.done(typed);
    expect(told(typed)).toContain('You typed: /video-admin quota set @ada 3 per weak');
    const [answer] = typed.replies();
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(mo, answer, 'Edit and retry'));
    const modal = slack.modal(mo);
    if (!modal) throw new Error('expected a form');
    expect(modal.fields).toMatchObject([
      { label: 'What follows /video-admin quota set', value: `<@${ada.id}|ada> 3 per weak` },
    ]);
    const sent = slack.submit(mo, modal, { typed: `<@${ada.id}|ada> 3/month` });
    expect(await world.done(sent)).toEqual({ kind: 'empty' });
    expect(slack.seenBy(mo, channel).at(-1)?.shownText).toContain('3 videos a month');
  });

  it('keep the list of moderators, since Slack has none', async () => {
    await using world = await openWorld();
    const { slack, mo, channel } = world;
    for (const [line, words] of [
      ['/video-admin moderators add @Ada', '@Ada may moderate here'],
      ['/video-admin moderators', '@Ada'],
      ['/video-admin moderator', 'Try /video-admin moderators'],
    ] as const) {
      const typed = slack.type(mo, channel, line);
      await world.done(typed);
      expect(told(typed)).toContain(words);
    }
  });

  it('may look into and stop what others made', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const eve = slack.addUser(world.team, { name: 'Eve' });
    await world.videoOf(ada);
    for (const [person, words] of [
      [eve, 'belongs to somebody else'],
      [mo, '#1 is cancelled'],
    ] as const) {
      const typed = slack.type(person, channel, '/videos cancel #1');
      await world.done(typed);
      expect(told(typed)).toContain(words);
    }
  });
});

describe('/videos show', () => {
  const media = { open: async () => sourceOf(new Uint8Array(1_000)) };

  it('brings a link where anybody can reach us, and uploads nothing', async () => {
    const link = 'https://clips.example.test/media/1?signature=x';
    await using world = await openWorld(() => ({ media, clipUrl: () => link }));
    const { slack, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    const typed = slack.type(ada, channel, '/videos show');
    await world.done(typed);
    expect(typed.replies()).toMatchObject([{ ephemeral: true, links: [link], files: [] }]);
    expect(typed.replies()[0]?.buttons.map(({ label }) => label)).toContain('Again');
    expect(slack.dms(ada)).toEqual([]);
  });

  it('brings the file by direct message where there is no link, and says so', async () => {
    await using world = await openWorld(() => ({ media }));
    const { slack, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    const typed = slack.type(ada, channel, '/videos show #1');
    await world.done(typed);
    expect(told(typed)).toContain('The file comes to you by direct message.');
    expect(slack.dms(ada)).toMatchObject([
      { files: [{ name: 'reelay-1.mp4', title: '#1 · a red ball' }], shownText: 'Here is #1 again.' },
    ]);
    expect(slack.dms(ada)[0]?.files[0]?.bytes).toHaveLength(1_000);
    expect(slack.seen(channel)).toEqual([]);
  });

  it('says why where the workspace takes no files, where Slack does not answer, and where the file is gone', async () => {
    const gone = new Set<string>();
    await using world = await openWorld(() => ({
      media: { open: async () => (gone.size > 0 ? null : sourceOf(new Uint8Array(1_000))) },
    }));
    const { slack, team, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    const shown = async (): Promise<string> => {
      const typed = slack.type(ada, channel, '/videos show');
      await world.done(typed);
      return told(typed);
    };
    team.uploads = 'forbidden';
    expect(await shown()).toContain('This workspace takes no such file from Reelay');
    team.uploads = 'allowed';
    slack.faults.next({ method: 'files.completeUploadExternal' }, { error: 'internal_error' });
    expect(await shown()).toContain('Slack did not take its file just now');
    gone.add('now');
    expect(await shown()).toContain('Its file could not be read just now');
    expect(slack.dms(ada)).toEqual([]);
  });
});

describe('/videos again', () => {
  it('needs us in the channel, unless the first one was private', async () => {
    await using world = await openWorld();
    const { slack, ada } = world;
    const secret = slack.addChannel(world.team, { name: 'secret', private: true, members: [ada] });
    await world.bring(await world.videoOf(ada), 'ready');
    await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const open = slack.type(ada, secret, '/videos again #1');
    await world.done(open);
    expect(told(open)).toContain('/invite @reelay');
    const hidden = slack.type(ada, secret, '/videos again');
    await world.done(hidden);
    expect(told(hidden)).toContain('#3 is taken');
    expect(await world.jobs()).toHaveLength(3);
  });
});

it('what goes wrong on our side is told in words, and logged without what was typed', async () => {
  await using world = await openWorld(() => ({
    roleOf: async () => Promise.reject(new StoreUnavailable('the database is away')),
    answer: async () => Promise.reject(new Error('a fault of ours')),
  }));
  const { slack, ada, channel } = world;
  for (const [line, words] of [
    ['/video-admin usage', 'try again'],
    ['/video a secret ball', 'something went wrong on our side'],
  ] as const) {
    const typed = slack.type(ada, channel, line);
    await world.done(typed);
    expect(told(typed).toLowerCase()).toContain(words);
  }
  expect(world.lines).toHaveLength(2);
  expect(world.lines.join()).not.toContain('secret');
});
