import { describe, expect, test } from 'vitest';
import { type ApiProblem, problemOfCode } from '../../../../src/bots/slack/outgoing/api-error.ts';
import { createSlackApi } from '../../../../src/bots/slack/outgoing/api.ts';
import { createTokenStanding } from '../../../../src/bots/token-standing.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { sourceOf } from '../../../contracts/media.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { clipBytes, live, openSlackWorld, type SlackWorld } from '../world.ts';

const draft = {
  text: 'what somebody wrote',
  blocks: [{ type: 'section' as const, text: { type: 'plain_text' as const, text: 'what somebody wrote' } }],
};

function post({ api, channel }: Pick<SlackWorld, 'api' | 'channel'>, signal = live()) {
  return api.postMessage({ channelId: channel.id, thread: null }, draft, signal);
}

/** A word of Slack's documentation, and what it means for us. */
const words: readonly (readonly [string, ApiProblem['kind']])[] = [
  ['channel_not_found', 'gone'],
  ['is_archived', 'gone'],
  ['cannot_reply_to_message', 'gone'],
  ['message_not_found', 'message_gone'],
  ['file_not_found', 'file_gone'],
  ['file_deleted', 'file_gone'],
  ['not_in_channel', 'not_in_channel'],
  ['missing_scope', 'not_allowed'],
  ['restricted_action_read_only_channel', 'not_allowed'],
  ['method_not_supported_for_channel_type', 'not_allowed'],
  ['messages_tab_disabled', 'not_allowed'],
  ['file_uploads_disabled', 'no_uploads'],
  ['file_upload_size_restricted', 'no_uploads'],
  ['file_type_not_allowed', 'no_uploads'],
  ['expired_trigger_id', 'answer_over'],
  ['ratelimited', 'slow'],
  ['team_added_to_org', 'slow'],
  ['invalid_auth', 'token_refused'],
  ['token_revoked', 'token_refused'],
  ['account_inactive', 'token_refused'],
  ['not_authed', 'token_refused'],
  ['invalid_blocks', 'rejected'],
  ['a_word_that_is_new', 'rejected'],
  ['internal_error', 'ambiguous'],
  ['fatal_error', 'ambiguous'],
  ['request_timeout', 'not_done'],
];

/** What stands before Slack, or Slack itself on a bad day. */
const accidents: readonly (readonly [string, Fault, ApiProblem['kind']])[] = [
  ['a fault of Slack', { status: 500 }, 'ambiguous'],
  ['a gateway that gave up', { status: 504, body: '<html>' }, 'ambiguous'],
  ['a page in place of an answer', { status: 200, body: '<html>' }, 'ambiguous'],
  ['a page of one word, which could be one of Slack’s', { status: 200, body: 'ok' }, 'ambiguous'],
  ['an answer that says nothing', { status: 200, body: {} }, 'ambiguous'],
  ['a refusal that does not say why', { status: 200, body: { ok: false, error: 5 } }, 'ambiguous'],
  ['what keeps us from Slack, and is not Slack', { status: 403, body: '<html>' }, 'not_done'],
  ['an answer in a form that is not known', { status: 200, body: { ok: true, no: 'ts' } }, 'ambiguous'],
  ['a connection that breaks off', 'drop_answer', 'ambiguous'],
  ['a refusal by HTTP alone', { status: 404, body: '' }, 'rejected'],
  ['too much asked, with no word of when', { status: 429, body: '' }, 'slow'],
  ['too much asked, with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, 'slow'],
];

describe('what Slack answers', () => {
  test('means for us what its documentation says, word by word', async () => {
    await using world = await openSlackWorld();
    for (const [code, kind] of words) {
      const { api } = world.start();
      world.slack.faults.next({ method: 'chat.postMessage' }, { error: code });
      expect([code, await post({ ...world, api })]).toMatchObject([code, { kind, code }]);
    }
    expect(world.asked('chat.postMessage')).toBe(words.length);
    expect(problemOfCode('<html>')).toBe(null);
  });

  test('by accident is told from what was certainly not done, and is asked once', async () => {
    await using world = await openSlackWorld();
    for (const [what, fault, kind] of accidents) {
      const { api } = world.start();
      world.slack.faults.next({ method: 'chat.postMessage' }, fault);
      expect([what, (await post({ ...world, api })).kind]).toEqual([what, kind]);
    }
    expect(world.asked('chat.postMessage')).toBe(accidents.length);
  });

  test('never, where nobody listens, was not done', async () => {
    await using world = await openSlackWorld();
    await world.slack[Symbol.asyncDispose]();
    expect((await post(world)).kind).toBe('not_done');
  });
});

describe('what we ask of Slack', () => {
  test('is not asked when it is no longer waited for, and is given up when that ends', async () => {
    await using world = await openSlackWorld();
    expect((await post(world, AbortSignal.abort())).kind).toBe('not_done');
    expect(world.slack.requests).toEqual([]);
    const [first, second] = [new AbortController(), new AbortController()];
    const held = Promise.withResolvers<void>();
    world.slack.faults.next({ method: 'chat.postMessage' }, { answerAfter: held.promise }, 2);
    const asked = [post(world, first.signal), post(world, second.signal)];
    await world.slack.until(() => world.posts().length === 2, 'both messages');
    first.abort();
    expect((await asked[0])?.kind).toBe('ambiguous');
    held.resolve();
    expect((await asked[1])?.kind).toBe('done');
  });

  test('too often is left until Slack wants it again; other channels, methods and workspaces go on', async () => {
    await using world = await openSlackWorld();
    const { slack, clock } = world;
    const other = slack.addChannel(world.team, { name: 'other', botIsMember: true });
    const elsewhere = slack.addWorkspace({ name: 'Elsewhere' });
    slack.install(elsewhere);
    const there = slack.addChannel(elsewhere, { name: 'there', botIsMember: true });
    slack.faults.next({ method: 'chat.postMessage' }, { rateLimited: { retryAfterS: 30 } });
    expect(await post(world)).toMatchObject({ kind: 'slow', afterMs: 30_000 });
    await clock.advance(10_000);
    expect(await post(world)).toMatchObject({ kind: 'slow', afterMs: 20_000 });
    expect(world.asked('chat.postMessage')).toBe(1);
    expect((await post({ ...world, channel: other })).kind).toBe('done');
    expect((await world.api.authTest(live())).kind).toBe('done');
    expect((await post({ api: world.apiOf(elsewhere), channel: there })).kind).toBe('done');
    await clock.advance(20_000);
    expect((await post(world)).kind).toBe('done');
  });

  test('is left for half an hour at most, however long it is told to wait: nothing is silenced for days', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'chat.postMessage' }, { rateLimited: { retryAfterS: 999_999 } });
    expect(await post(world)).toMatchObject({ kind: 'slow', afterMs: 30 * MINUTE });
    await world.clock.advance(30 * MINUTE);
    expect((await post(world)).kind).toBe('done');
  });

  test('with a token that is refused is not asked for a minute, so that health can say so and Slack is left alone', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'chat.postMessage' }, { error: 'token_revoked' });
    expect((await post(world)).kind).toBe('token_refused');
    expect(world.standing.refusedAtMs()).toBe(world.clock.nowMs());
    expect(await world.api.authTest(live())).toMatchObject({ kind: 'token_refused', afterMs: MINUTE });
    expect(world.slack.requests).toHaveLength(1);
    await world.clock.advance(MINUTE);
    expect((await world.api.authTest(live())).kind).toBe('done');
    expect(world.standing.refusedAtMs()).toBe(null);
  });

  test('is logged with no word of anybody, no token and no address', async () => {
    await using world = await openSlackWorld();
    const token = world.slack.tokenOf(world.team).value;
    const faults: Fault[] = ['drop_answer', { status: 500 }, { error: 'invalid_blocks' }, { error: 'missing_scope' }];
    for (const fault of [...faults, { error: 'invalid_auth' }]) {
      world.slack.faults.next({ method: 'chat.postMessage' }, fault);
      const answer = await post(world);
      world.log.info('answered', { detail: 'detail' in answer ? answer.detail : '' });
    }
    const logged = world.log.lines.join('\n');
    expect(logged).toContain('invalid_blocks');
    expect(logged).not.toContain('somebody');
    expect(logged).not.toContain(token);
    expect(logged).not.toContain('127.0.0.1');
  });

  test('is who we are, with the scopes that we have', async () => {
    await using world = await openSlackWorld();
    const self = await world.api.authTest(live());
    const { team } = world;
    expect(self).toMatchObject({ kind: 'done', value: { teamId: team.id, userId: team.botUserId, isOrgWide: false } });
    expect(self.kind === 'done' && self.value.scopes).toContain('files:write');
  });

  test('is about people and channels as they are now', async () => {
    await using world = await openSlackWorld();
    const { api, slack, team, channel } = world;
    const boss = slack.addUser(team, { name: 'Bo', isOwner: true });
    const person = await api.userInfo(boss.id, live());
    expect(person).toMatchObject({ kind: 'done', value: { id: boss.id, name: 'Bo', isOwner: true, isBot: false } });
    expect(await api.channelInfo(channel.id, live())).toMatchObject({
      kind: 'done',
      value: { id: channel.id, isMember: true, isPrivate: false, isArchived: false },
    });
    const hidden = slack.addChannel(team, { name: 'hidden', private: true });
    expect((await api.channelInfo(hidden.id, live())).kind).toBe('gone');
    expect((await api.join(hidden.id, live())).kind).not.toBe('done');
  });
});

describe('an answer by its address', () => {
  test('is said to its person alone, five times, and then no more', async () => {
    await using world = await openSlackWorld();
    const { slack, api, ada, channel } = world;
    const url = slack.type(ada, channel, '/video a red ball').responseUrl ?? '';
    const said = { draft, inPlace: false, thread: null };
    const say = () => api.respond(url, said, live());
    for (let time = 0; time < 5; time += 1) expect((await say()).kind).toBe('done');
    expect((await say()).kind).toBe('answer_over');
    expect(slack.seenBy(ada, channel).map(({ ephemeral }) => ephemeral)).toEqual(Array(5).fill(true));
    expect(world.posts()).toEqual([]);
    const late = slack.type(ada, channel, '/video a red ball').responseUrl ?? '';
    await world.clock.advance(31 * MINUTE);
    expect((await api.respond(late, said, live())).kind).toBe('answer_over');
    expect(slack.problems).toEqual([]);
  });

  test.each([
    'https://hooks.slack.com.evil.example/x',
    'https://evil.example/hooks.slack.com',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'nonsense',
  ])('goes to Slack alone, and not to %s', async (address) => {
    await using world = await openSlackWorld();
    const said = { draft, inPlace: false, thread: null };
    expect((await world.api.respond(address, said, live())).kind).toBe('rejected');
    expect((await world.api.openFile(address, live())).kind).toBe('rejected');
    const settings = { apiUrl: 'https://slack.com/api/' };
    const real = createSlackApi({ ...world, settings, token: 'xoxb-1', standing: createTokenStanding() });
    expect((await real.respond(address, said, live())).kind).toBe('rejected');
    expect((await real.openFile(address, live())).kind).toBe('rejected');
    expect((await real.openFile(`${world.slack.origin}/files-pri/T1-F1/x`, live())).kind).toBe('rejected');
  });
});

describe('a file on its way to Slack', () => {
  async function place(world: SlackWorld, sizeBytes = clipBytes.byteLength): Promise<string> {
    const answer = await world.api.uploadUrl({ name: 'reelay-1.mp4', sizeBytes }, live());
    return answer.kind === 'done' ? answer.value.url : '';
  }

  test.each([
    ['too short', (bytes: Uint8Array) => bytes.subarray(1)],
    ['too long', (bytes: Uint8Array) => Buffer.concat([bytes, bytes.subarray(0, 1)])],
  ])('is given up where it is %s, and never taken for whole', async (_, change) => {
    await using world = await openSlackWorld();
    const source = { ...sourceOf(change(clipBytes)), bytes: clipBytes.byteLength };
    expect((await world.api.uploadBytes(await place(world), source, live())).kind).toBe('ambiguous');
    expect(world.slack.problems).toEqual([]);
  });

  test('is streamed, and stops where nobody waits for it any more', async () => {
    await using world = await openSlackWorld();
    const stop = new AbortController();
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void, void> {
      for (;;) {
        pulled += 1;
        if (pulled === 10) stop.abort();
        yield new Uint8Array(1_024);
      }
    }
    const sizeBytes = 512 * 1_024 ** 2;
    const source = { body: endless(), bytes: sizeBytes };
    expect((await world.api.uploadBytes(await place(world, sizeBytes), source, stop.signal)).kind).toBe('ambiguous');
    // What would go on does so by then.
    await world.slack[Symbol.asyncDispose]();
    expect(pulled).toBeLessThan(50);
  });
});
