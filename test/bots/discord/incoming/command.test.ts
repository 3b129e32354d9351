import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { tenantOf } from '../../../../src/bots/discord/places.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { sourceOf } from '../../../contracts/media.ts';
import { holdBack, openWorld, refOf, wordsOf } from './world.ts';

const ball = { prompt: 'a red ball' };
const wrong = { prompt: 'a red ball', size: '1x1', private: true };
/** Only the operator can allow a server to use it. */
const refused = { prompt: 'a red ball', engine: 'acme/reel-1' };

describe('a /video that is taken at once', () => {
  it('is answered with its status, which is noted as the one of its request', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', ball);
    expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: false });
    const [status, ...others] = discord.seen(channel);
    expect(others).toEqual([]);
    expect(status?.content).toContain('a red ball');
    expect(status?.pings.people).toEqual([]);
    const ref = refOf(status);
    expect((await world.requestOf(typed))?.request.statusMessage).toBe(ref);
    expect(world.openAnswers.of(ref)).toEqual({ applicationId: discord.applicationId, token: typed.token });
    expect(world.woken.times).toBe(1);
    expect(world.lines).toEqual([]);
  });

  it('belongs to the channel or thread it was typed in, with the name, language and files of who typed it', async () => {
    await using world = await openWorld();
    const { discord, guild, channel } = world;
    const thread = discord.addChannel(guild, { type: 'thread', parent: channel });
    const eve = discord.addUser({ name: 'Eve', locale: 'de' });
    const image = { name: 'ball.png', bytes: Buffer.from('png'), contentType: 'image/png' };
    const typed = discord.type(eve, thread, 'video', { ...ball, image });
    await world.done(typed);
    const found = await world.requestOf(typed);
    expect(found?.request).toMatchObject({
      destination: { platform: 'discord', tenantId: tenantOf(guild.id), channel: thread.id, thread: null },
      locale: 'de',
      visibility: 'channel',
    });
    expect(found?.jobs[0]?.spec.input).toMatchObject({ kind: 'image', source: expect.stringContaining('/ball.png') });
    const by = { kind: 'externalId', text: eve.id } as const;
    expect(await world.store.findUser({ platform: 'discord', tenantId: null, by })).toMatchObject([{ name: 'Eve' }]);
  });

  it('makes one status for a batch', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: 'a {red|blue} ball' });
    await world.done(typed);
    expect(discord.seen(channel)).toHaveLength(1);
    expect((await world.requestOf(typed))?.jobs).toHaveLength(2);
  });

  it('shows what was typed as text, and pings nobody', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await world.done(discord.type(ada, channel, 'video', { prompt: '@everyone **see** <@1>' }));
    const [status] = discord.seen(channel);
    expect(status?.content).not.toContain('**see**');
    expect(status?.pings).toEqual({ everyone: false, roles: [], people: [] });
  });
});

describe('a /video that is not taken', () => {
  it('because of a mistake is answered to its typist at once, with nothing looked up', async () => {
    await using world = await openWorld(() => ({ store: unreachable }));
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', wrong);
    expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: true });
    expect(discord.seen(channel)).toEqual([]);
    const answer = await typed.answered();
    expect(answer.content).toContain('64x64');
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Edit and retry']);
    expect(await world.jobs()).toEqual([]);
  });

  it('says which file was wrong by its name, not by its address', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const image = { name: 'notes.png', bytes: Buffer.from('x'), contentType: 'application/pdf' };
    const typed = discord.type(ada, channel, 'video', { ...ball, image });
    await world.done(typed);
    const { content } = await typed.answered();
    expect(content).toContain('notes');
    expect(content).not.toContain('http');
  });

  it('because of a limit is refused to its typist alone', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', refused);
    expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: true });
    expect(discord.seen(channel)).toEqual([]);
    expect(await wordsOf(typed)).toContain('has not allowed');
  });

  it('because the store is away is refused in words, and so is what fails for no known reason', async () => {
    await using world = await openWorld(() => ({ store: unreachable }));
    const { discord, mo } = world;
    const direct = discord.dmChannel(mo);
    const typed = discord.type(mo, direct, 'videos list');
    await world.done(typed);
    expect(await wordsOf(typed)).toContain('cannot reach its database');
    await using other = await openWorld(() => ({ answer: () => Promise.reject(new Error('a fault')) }));
    const failed = other.discord.type(other.ada, other.channel, 'videos list');
    await other.done(failed);
    expect(await wordsOf(failed)).toContain('went wrong on our side');
    expect(other.lines.join()).toContain('a fault');
  });
});

describe('a private /video', () => {
  it.each([
    ['at once', 0],
    ['late', 1_000],
  ])('is seen by nobody else, and says where it goes on: %s', async (_, lateMs) => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', { ...ball, private: true });
    await held.begun;
    await clock.advance(lateMs);
    if (lateMs > 0) expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: true });
    held.release();
    await world.done(typed);
    expect(discord.seen(channel)).toEqual([]);
    expect(await wordsOf(typed)).toContain('by direct message');
    expect((await world.requestOf(typed))?.request).toMatchObject({ visibility: 'private', statusMessage: null });
  });

  it('needs no right in the channel that it was typed in', async () => {
    await using world = await openWorld();
    const { discord, guild, ada } = world;
    const quiet = discord.addChannel(guild, { deny: PermissionFlagsBits.SendMessages });
    const typed = discord.type(ada, quiet, 'video', { ...ball, private: true });
    await world.done(typed);
    expect(await world.jobs()).toHaveLength(1);
  });
});

describe('direct messages', () => {
  it('are refused in words until the operator allows them, but help and mistakes are answered', async () => {
    await using world = await openWorld();
    const { discord, ada } = world;
    const direct = discord.dmChannel(ada);
    for (const [line, values, words] of [
      ['video', ball, 'in a channel of a server'],
      ['videos list', {}, 'in a channel of a server'],
      ['videos help', {}, 'What you can type'],
      ['video', wrong, '64x64'],
    ] as const) {
      const typed = discord.type(ada, direct, line, values);
      await world.done(typed);
      expect(await wordsOf(typed)).toContain(words);
    }
    expect(await world.jobs()).toEqual([]);
  });

  it('once allowed, are a place like others', async () => {
    await using world = await openWorld();
    const { discord, ada } = world;
    await world.allowDirectMessages();
    const typed = discord.type(ada, discord.dmChannel(ada), 'video', ball);
    expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: false });
    expect((await world.requestOf(typed))?.request.destination.tenantId).toBe('discord:dm');
  });
});

describe('help', () => {
  it.each(['videos help', 'video-admin help'])(
    '/%s has nothing that can only be typed as text, and names the menus',
    async (line) => {
      await using world = await openWorld();
      const { discord, mo, channel } = world;
      const words = await wordsOf(discord.type(mo, channel, line));
      expect(words).toContain(line === 'videos help' ? 'Make a video from this' : 'Remove clip');
      expect(words).not.toMatch(/--\w|#N|\[|PROMPT|in the text/);
    },
  );

  it.each([
    ['videos help', 'video', 'seconds: 3'],
    ['video-admin help', 'quota set', 'default: True amount: 200 credits/week'],
  ])('/%s topic: %s shows the options as they are here', async (line, topic, example) => {
    await using world = await openWorld();
    const { discord, mo, channel } = world;
    const words = await wordsOf(discord.type(mo, channel, line, { topic }));
    expect(words).toContain(example);
    expect(words).not.toMatch(/--\w|NAME|AMOUNT/);
  });
});

describe('a person who was never seen before', () => {
  it('is called by the name that the server has for them, in the answer and in the audit log', async () => {
    await using world = await openWorld();
    const { discord, mo, channel } = world;
    const bo = discord.addUser({ name: 'Bo' });
    const set = discord.type(mo, channel, 'video-admin quota set', { who: bo, amount: '9/day' });
    expect(await wordsOf(set)).toContain('Changed the quota of Bo');
    await world.done(set);
    expect(await wordsOf(discord.type(mo, channel, 'video-admin audit'))).toContain('quota of Bo: default → 9 videos');
  });
});

describe('/videos', () => {
  it('answers to its typist alone', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await world.videoOf(ada);
    for (const line of ['videos list', 'videos help', 'videos quota', 'videos cancel']) {
      const typed = discord.type(ada, channel, line);
      expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: true });
    }
    expect(discord.seen(channel)).toEqual([]);
  });

  it('again shows the new video to everybody, unless the first one was private', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await world.videoOf(ada, { private: true });
    const hidden = discord.type(ada, channel, 'videos again');
    expect(await world.done(hidden)).toEqual({ kind: 'message', ephemeral: true });
    await world.videoOf(ada);
    const shown = discord.type(ada, channel, 'videos again', { number: '#3' });
    expect(await world.done(shown)).toEqual({ kind: 'message', ephemeral: false });
    expect((await world.requestOf(shown))?.request.statusMessage).toBe(refOf(discord.seen(channel)[0]));
  });

  it('again, when it takes long, promises nothing to everybody: whether it is private is not known yet', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    await world.videoOf(ada);
    const typed = discord.type(ada, channel, 'videos again');
    await held.begun;
    await clock.advance(1_000);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: true });
    held.release();
    await world.settled();
    expect(await wordsOf(typed)).toContain('#2 is taken. The status appears in a moment.');
    expect(discord.seen(channel)).toEqual([]);
  });
});

describe('/videos show', () => {
  const bytes = new Uint8Array(1_000).fill(7);
  const media = { open: async () => ({ ...sourceOf(bytes), bytes: bytes.length }) };
  const link = 'https://reelay.example/media/clip?signature=abc';

  it('brings the clip with its prompt as description, to its typist alone', async () => {
    await using world = await openWorld(() => ({ media }));
    const { discord, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    const typed = discord.type(ada, channel, 'videos show', { number: '1' });
    expect(await world.done(typed)).toEqual({ kind: 'deferred', ephemeral: true });
    const answer = await typed.answered();
    expect(answer.files).toMatchObject([{ filename: 'reelay-1.mp4', description: 'a red ball' }]);
    expect(answer.files[0]?.bytes.equals(bytes)).toBe(true);
    expect(answer.content).toContain('#1');
    expect(discord.seen(channel)).toEqual([]);
  });

  it.each([
    ['by what Discord says about itself', { attachmentSizeLimit: 999 }],
    ['as Discord finds when it is sent', { uploadBytesMax: 999 }],
  ])('links a clip that is too large %s', async (_, limit) => {
    await using world = await openWorld(() => ({ media, clipUrl: () => link }));
    const { discord, guild, ada, channel } = world;
    Object.assign(guild, limit);
    await world.bring(await world.videoOf(ada), 'ready');
    const typed = discord.type(ada, channel, 'videos show');
    await world.done(typed);
    const answer = await typed.answered();
    expect(answer.files).toEqual([]);
    expect(answer.content.endsWith(`\n${link}`)).toBe(true);
  });

  it.each([
    ['brings it once', 'drop_answer', 1, 1],
    ['brings it', 'drop_request', 1, 1],
    ['brings it', { status: 502 }, 1, 1],
    ['says that it could not, rather than nothing,', { status: 502 }, 2, 0],
    ['says that it could not, without the clip that came unheard,', 'drop_answer', 2, 0],
  ] as const)('%s although %j keeps its upload from being heard %i times', async (_, fault, times, files) => {
    await using world = await openWorld(() => ({ media }));
    const { discord, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    discord.faults.next({ route: 'interaction.edit' }, fault, times);
    const typed = discord.type(ada, channel, 'videos show');
    await world.done(typed);
    const [answer, ...others] = typed.messages();
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ thinking: false, content: expect.stringContaining('#1') });
    expect(answer?.files).toHaveLength(files);
    expect(answer?.content.includes('Try again in a minute')).toBe(files === 0);
  });

  it('says so where there is no link to give, and where the file is not there', async () => {
    await using world = await openWorld();
    const { discord, guild, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    const broken = discord.type(ada, channel, 'videos show');
    await world.done(broken);
    expect(await wordsOf(broken)).toContain('could not be read');
    guild.attachmentSizeLimit = 999;
    const large = discord.type(ada, channel, 'videos show');
    await world.done(large);
    expect(await wordsOf(large)).toContain('the operator can fetch it');
  });
});

describe('/video-admin', () => {
  it('is for those who manage the server, whatever Discord lets through', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const allowed = discord.type(mo, channel, 'video-admin usage');
    await world.done(allowed);
    const answer = await allowed.answered();
    expect(answer).toMatchObject({ ephemeral: true });
    const forbidden = discord.type(ada, channel, 'video-admin usage', {}, { permitted: true });
    await world.done(forbidden);
    expect(await wordsOf(forbidden)).not.toBe(answer.content);
    expect(await wordsOf(forbidden)).toContain('moderators');
  });

  it('setup takes channels as they are written and chosen; a thread counts as the channel that it hangs at', async () => {
    await using world = await openWorld();
    const { discord, guild, ada, mo, channel } = world;
    const other = discord.addChannel(guild, { name: 'talk' });
    const set = discord.type(mo, channel, 'video-admin setup', { channels: '#videos', log: other });
    await world.done(set);
    expect(await wordsOf(set)).toContain(channel.id);
    expect(await wordsOf(set)).toContain(other.id);
    const unknown = discord.type(mo, channel, 'video-admin setup', { channels: '#nowhere' });
    await world.done(unknown);
    expect(await wordsOf(unknown)).toContain('#nowhere');
    for (const [at, jobs] of [
      [other, 0],
      [channel, 1],
      [discord.addChannel(guild, { type: 'thread', parent: channel }), 2],
      [discord.addChannel(guild, { type: 'thread', parent: other }), 2],
    ] as const) {
      await world.done(discord.type(ada, at, 'video', { ...ball, fresh: true }));
      expect(await world.jobs()).toHaveLength(jobs);
    }
  });

  it('means everybody, or one person, and asks which when it is told both', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    await world.videoOf(ada);
    const set = async (values: Parameters<typeof discord.type>[3]) => {
      const typed = discord.type(mo, channel, 'video-admin quota set', values);
      await world.done(typed);
      return typed.answered();
    };
    const limitsOf = async (): Promise<string> => {
      const typed = discord.type(mo, channel, 'video-admin audit');
      await world.done(typed);
      return wordsOf(typed);
    };
    expect((await set({ default: true, amount: '7/day' })).content).toContain('7');
    expect((await set({ who: ada, amount: '9/day', default: false })).content).toContain('Ada');
    const before = await limitsOf();
    expect(before).toMatch(/Ada/);
    const both = await set({ who: ada, default: true, amount: '8/day' });
    expect(both.content).toContain('cannot be used together');
    expect((await set({ amount: '8/day' })).content).toContain('needs a value');
    expect(await limitsOf()).toBe(before);
  });
});

async function away(): Promise<never> {
  throw new StoreUnavailable('the database is away');
}
const unreachable = {
  tenant: away,
  job: away,
  request: away,
  view: away,
  list: away,
  findJob: away,
  findUser: away,
  identify: away,
  quota: away,
  setSettings: away,
  setPolicy: away,
  limitsOf: away,
  audit: away,
};
