import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { App } from '@slack/bolt';
import { createRequestUrl, eventBytesMax } from '../../../../src/bots/slack/receive/http.ts';
import { createTaker } from '../../../../src/bots/slack/receive/taker.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { manualClock, silentLog } from '../../../doubles/world.ts';

const signingSecret = 'a'.repeat(32);
const form = 'application/x-www-form-urlencoded';

/** The request URL with one listener for `/video`, which takes its time after it has said that it took it. */
function openRequestUrl() {
  const clock = manualClock();
  const counted: string[] = [];
  const heard: string[] = [];
  const working = Promise.withResolvers<void>();
  const taker = createTaker({
    log: silentLog,
    listen(app: App) {
      app.command('/video', async ({ ack, command }) => {
        await ack();
        heard.push(command.text);
        await working.promise;
      });
      app.view('form', async ({ ack }) => ack({ response_action: 'errors', errors: { prompt: 'Say more.' } }));
      app.event('app_home_opened', async ({ event }) => void heard.push(event.type));
      app.action('broken', async () => Promise.reject(new Error('broken')));
    },
  });
  const metrics = {
    count: (_: unknown, labels: object) => void counted.push(Object.values(labels).join(' ')),
    observe: () => undefined,
  };
  const app = createRequestUrl({ taker, signingSecret, clock, log: silentLog, metrics });

  function sign(body: string, atMs = clock.nowMs(), secret = signingSecret): Record<string, string> {
    const seconds = String(Math.floor(atMs / SECOND));
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
    return { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds, 'content-type': form };
  }

  async function post(body: string, headers: Record<string, string> = {}, atMs?: number) {
    const all = { ...sign(body, atMs), ...headers };
    const answer = await app.request('/events', { method: 'POST', body, headers: all });
    return { status: answer.status, said: await answer.text() };
  }

  return { clock, counted, heard, working, taker, sign, post };
}

const command = (text: string): string => String(new URLSearchParams({ command: '/video', text, team_id: 'T1' }));

function pressed(payload: object): string {
  return String(new URLSearchParams({ payload: JSON.stringify(payload) }));
}

describe('the request URL', () => {
  it('answers a command at once, while the work goes on, so that Slack never waits for it', async () => {
    const world = openRequestUrl();
    expect(await world.post(command('a red ball'))).toEqual({ status: 200, said: '' });
    expect(world.heard).toEqual(['a red ball']);
    expect(world.counted).toEqual(['slack taken']);
    let isIdle = false;
    const idle = world.taker.idle().then(() => (isIdle = true));
    await Promise.resolve();
    expect(isIdle).toBe(false);
    world.working.resolve();
    await idle;
  });

  it('answers a form with what is wrong in it', async () => {
    const { post } = openRequestUrl();
    const view = { callback_id: 'form', type: 'modal' };
    const { status, said } = await post(
      pressed({ type: 'view_submission', view, team: { id: 'T1' }, user: { id: 'U1' } }),
    );
    expect(status).toBe(200);
    expect(JSON.parse(said)).toEqual({ response_action: 'errors', errors: { prompt: 'Say more.' } });
  });

  it('takes events as JSON, and says back what proves to Slack that the address is ours', async () => {
    const { post, heard, counted } = openRequestUrl();
    const json = { 'content-type': 'application/json; charset=utf-8' };
    const event = { type: 'event_callback', team_id: 'T1', event: { type: 'app_home_opened', user: 'U1' } };
    expect(await post(JSON.stringify(event), json)).toEqual({ status: 200, said: '' });
    expect(heard).toEqual(['app_home_opened']);
    const { said } = await post(JSON.stringify({ type: 'url_verification', challenge: '3eZbrw' }), json);
    expect(JSON.parse(said)).toEqual({ challenge: '3eZbrw' });
    expect(await post('ssl_check=1&token=x')).toMatchObject({ status: 200 });
    expect(counted).toEqual(['slack taken', 'slack challenge']);
  });

  it.each([
    ['forged', 401, { 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
    ['forged', 401, { 'x-slack-signature': '' }],
    ['forged', 401, { 'x-slack-request-timestamp': 'now' }],
    ['forged', 401, { 'x-slack-request-timestamp': '1e9' }],
    ['unreadable', 400, { 'content-type': 'text/plain' }],
    ['unreadable', 400, { 'content-type': 'application/json' }],
  ])('refuses what is %s with %i, and counts it', async (outcome, status, headers) => {
    const { post, counted, heard } = openRequestUrl();
    expect(await post(command('a red ball'), headers)).toMatchObject({ status });
    expect(counted).toEqual([`slack ${outcome}`]);
    expect(heard).toEqual([]);
  });

  it('refuses a body that was changed after it was signed', async () => {
    const { post, sign, counted } = openRequestUrl();
    expect(await post(command('a red ball'), sign(command('a blue ball')))).toMatchObject({ status: 401 });
    expect(counted).toEqual(['slack forged']);
  });

  it.each([
    ['taken', 200, -5 * MINUTE],
    ['stale', 401, -5 * MINUTE - SECOND],
    ['taken', 200, 5 * MINUTE],
    ['future', 401, 5 * MINUTE + SECOND],
    ['future', 401, 60 * MINUTE],
  ])('looks at its time both ways: %s with %i when it is off by %i ms', async (outcome, status, offMs) => {
    const { post, clock, counted, working } = openRequestUrl();
    working.resolve();
    const answer = await post(command('a red ball'), {}, Math.floor(clock.nowMs() / SECOND) * SECOND + offMs);
    expect([answer.status, counted]).toEqual([status, [`slack ${outcome}`]]);
  });

  it('refuses exactly the same again for as long as its time would let it pass', async () => {
    const { post, clock, sign, counted, heard, working } = openRequestUrl();
    working.resolve();
    const body = command('a red ball');
    const headers = sign(body, clock.nowMs() + 5 * MINUTE);
    await post(body, headers);
    expect(await post(body, headers)).toMatchObject({ status: 409 });
    await clock.advance(10 * MINUTE);
    expect(await post(body, headers)).toMatchObject({ status: 409 });
    await clock.advance(2 * SECOND);
    expect(await post(body, headers)).toMatchObject({ status: 401 });
    expect(heard).toHaveLength(1);
    expect(counted).toEqual(['slack taken', 'slack replayed', 'slack replayed', 'slack stale']);
  });

  it('refuses the same again also where its signature was made to look like another', async () => {
    const { post, sign, heard, working, counted } = openRequestUrl();
    working.resolve();
    const body = command('a red ball');
    const { 'x-slack-signature': signature = '', ...headers } = sign(body);
    await post(body, { ...headers, 'x-slack-signature': signature });
    for (const other of [`${signature}=`, `${signature}=1`, signature.toUpperCase(), `${signature}, ${signature}`]) {
      expect(await post(body, { ...headers, 'x-slack-signature': other })).toMatchObject({ status: 401 });
    }
    expect(heard).toHaveLength(1);
    expect(counted.slice(1)).toEqual(Array(4).fill('slack forged'));
  });

  it('says of what nobody listens for that it is unknown, also of what Bolt cannot make sense of, and goes on', async () => {
    const { post, counted, working } = openRequestUrl();
    working.resolve();
    const json = { 'content-type': 'application/json' };
    expect(await post('a=b')).toMatchObject({ status: 404 });
    expect(
      await post(pressed({ type: 'block_actions', actions: [{ action_id: 'no', type: 'button' }], user: {} })),
    ).toMatchObject({ status: 404 });
    expect(await post('{"event":"text"}', json)).toMatchObject({ status: 404 });
    expect(await post('{"event":null}', json)).toMatchObject({ status: 404 });
    expect(
      await post(pressed({ type: 'block_actions', actions: [{ action_id: 'broken', type: 'button' }], user: {} })),
    ).toMatchObject({ status: 404 });
    expect(await post(command('still here'))).toMatchObject({ status: 200 });
    expect(counted.filter((each) => each === 'slack unknown')).toHaveLength(5);
  });

  it('reads no more than a message can be', async () => {
    const { post, counted } = openRequestUrl();
    expect(await post(`text=${'x'.repeat(eventBytesMax)}`)).toMatchObject({ status: 413 });
    expect(counted).toEqual(['slack too_large']);
  });
});
