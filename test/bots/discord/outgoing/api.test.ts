import { describe, expect, test } from 'vitest';
import { createDiscordApi } from '../../../../src/bots/discord/outgoing/api.ts';
import type { ApiProblem } from '../../../../src/bots/discord/outgoing/api-error.ts';
import { messageBody } from '../../../../src/bots/discord/outgoing/message-body.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import type { Fault } from '../../../doubles/discord/faults.ts';
import { live, openDiscordWorld } from '../world.ts';

const body = messageBody({ content: 'what somebody wrote', components: [] });

/** A word of the documentation, with its status and code, and what it means for us. */
const refusals: readonly (readonly [string, number, number | null, ApiProblem['kind']])[] = [
  ['unknown channel', 404, 10003, 'gone'],
  ['unknown guild', 404, 10004, 'gone'],
  ['unknown message', 404, 10008, 'message_gone'],
  ['missing access', 403, 50001, 'not_allowed'],
  ['missing permissions', 403, 50013, 'not_allowed'],
  ['direct messages closed', 403, 50007, 'not_allowed'],
  ['no mutual guilds', 403, 50278, 'not_allowed'],
  ['no history to reply to', 400, 160002, 'not_allowed'],
  ['locked thread', 400, 160005, 'not_allowed'],
  ['a 403 of a kind that is not known', 403, 99_999, 'not_allowed'],
  ['archived thread', 400, 50083, 'archived'],
  ['too large', 413, 40005, 'too_large'],
  ['too large for whatever stands before Discord', 413, null, 'too_large'],
  ['AutoMod', 400, 200000, 'blocked'],
  ['AutoMod on a title', 400, 200001, 'blocked'],
  ['harmful link', 400, 240000, 'blocked'],
  ['slow mode', 400, 20016, 'slow'],
  ['channel write limit', 400, 20028, 'slow'],
  ['edits of an old message', 400, 30046, 'slow'],
  ['Cloudflare', 403, 40333, 'slow'],
  ['a 403 that is not Discord’s own', 403, null, 'slow'],
  ['our token', 401, 0, 'token_refused'],
  ['a body that is wrong', 400, 50035, 'rejected'],
  ['a path that is not known', 404, 0, 'rejected'],
  ['a fault of Discord', 500, 0, 'ambiguous'],
  ['a gateway that gave up', 504, null, 'ambiguous'],
];

function refusal(status: number, code: number | null): Fault {
  return code === null
    ? { status, body: 'no JSON', headers: { 'Content-Type': 'text/html' } }
    : { status, body: { message: 'in words', code } };
}

describe('what Discord answers', () => {
  test.each(refusals)('%s (%i, code %s) is %s', async (_, status, code, kind) => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, refusal(status, code));
    const answer = await world.api.postMessage(world.channel.id, body, live());
    expect(answer.kind).toBe(kind);
    expect(world.asked('message.create')).toBe(1);
  });

  test('in a form that is not known may have been done', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, { status: 200, body: { no: 'id' } });
    expect((await world.api.postMessage(world.channel.id, body, live())).kind).toBe('ambiguous');
  });

  test('never, where nobody listens, was not asked', async () => {
    await using world = await openDiscordWorld();
    const settings = { ...world.settings, apiUrl: 'http://127.0.0.1:9/api' };
    const api = createDiscordApi({ ...world, settings });
    expect((await api.postMessage(world.channel.id, body, live())).kind).toBe('not_sent');
  });

  test('to what is no longer waited for is not even asked', async () => {
    await using world = await openDiscordWorld();
    expect((await world.api.postMessage(world.channel.id, body, AbortSignal.abort())).kind).toBe('not_sent');
    expect(world.discord.requests).toEqual([]);
  });

  test('about a member tells who left from who is there', async () => {
    await using world = await openDiscordWorld();
    const member = (userId: string, guildId = world.guild.id) => world.api.member(guildId, userId, live());
    expect(await member(world.ada.id)).toMatchObject({ kind: 'done', value: { roles: [world.guild.people.id] } });
    expect(await member(world.discord.addUser({ name: 'Bo' }).id)).toEqual({ kind: 'done', value: null });
    world.discord.removeGuild(world.guild);
    expect(await member(world.ada.id)).toEqual({ kind: 'done', value: null });
    world.discord.faults.next({ route: 'guild.member' }, { status: 500 });
    expect(await member(world.ada.id)).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('secrets and words of others', () => {
  const secret = 'aW50ZXJhY3Rpb246c2VjcmV0';

  test.each([
    ...refusals.map(([name, status, code]) => [name, refusal(status, code)] as const),
    ['no answer', 'drop_answer'] as const,
  ])('are in no log and no error after %s', async (_, fault) => {
    await using world = await openDiscordWorld();
    const at = { channelId: world.channel.id, messageId: '100000000000000001' };
    const answer = { applicationId: world.discord.applicationId, token: secret };
    world.discord.faults.next({ method: 'PATCH' }, fault, 2);
    const problems = [
      await world.api.editAnswer(answer, at.messageId, body, live()),
      await world.api.editMessage(at, body, live()),
    ];
    const said = [...world.log.lines, ...problems.map((problem) => JSON.stringify(problem))].join('\n');
    expect(said).not.toContain(secret);
    expect(said).not.toContain(world.settings.token);
    expect(said).not.toContain('what somebody wrote');
    expect(problems.map(({ kind }) => kind)).not.toContain('done');
  });

  test('our own mistakes are logged with what was asked and Discord’s code, so that they are found', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, refusal(400, 50035));
    await world.api.postMessage(world.channel.id, body, live());
    expect(world.log.lines.join('\n')).toMatch(/error .*post a message|code 50035/s);
  });
});

describe('a token', () => {
  test('of an answer that is refused says nothing about our own', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ path: /^\/webhooks/ }, refusal(401, 0));
    const answer = { applicationId: world.discord.applicationId, token: 'over' };
    expect((await world.api.editAnswer(answer, '100000000000000001', body, live())).kind).toBe('answer_over');
    expect(world.standing.refusedAtMs()).toBeNull();
    expect((await world.api.postMessage(world.channel.id, body, live())).kind).toBe('done');
  });

  test('of our own that is refused does not keep answers from being edited', async () => {
    await using world = await openDiscordWorld();
    world.discord.revokeToken();
    await world.api.postMessage(world.channel.id, body, live());
    const answer = { applicationId: world.discord.applicationId, token: 'one' };
    expect((await world.api.editAnswer(answer, '100000000000000001', body, live())).kind).not.toBe('token_refused');
  });

  test('is taken again as soon as Discord answers to it, even with a refusal', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, refusal(401, 0));
    await world.api.postMessage(world.channel.id, body, live());
    await world.clock.advance(MINUTE);
    world.discord.faults.next({ route: 'message.create' }, refusal(403, 50001));
    await world.api.postMessage(world.channel.id, body, live());
    expect(world.standing.refusedAtMs()).toBeNull();
  });
});

describe('too many refusals', () => {
  test('stop us before Discord shuts us out: nothing is asked until they are forgotten', async () => {
    await using world = await openDiscordWorld();
    const api = createDiscordApi({ ...world, refusalsMax: 20 });
    world.discord.faults.next({ route: 'message.create' }, refusal(403, 50001), 1_000);
    const kinds: string[] = [];
    for (let tries = 0; tries < 30; tries += 1) {
      kinds.push((await api.postMessage(world.channel.id, body, live())).kind);
    }
    expect(kinds.slice(-5)).toEqual(['slow', 'slow', 'slow', 'slow', 'slow']);
    expect(world.asked('message.create')).toBeLessThanOrEqual(20);
    await world.clock.advance(10 * MINUTE);
    expect((await api.postMessage(world.channel.id, body, live())).kind).toBe('not_allowed');
  });
});
