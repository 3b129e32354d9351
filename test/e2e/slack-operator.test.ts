import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Slack, startSlack } from '../doubles/slack/slack.ts';
import { Machine } from './program.ts';
import { openSlackService } from './slack-service.ts';

/** Each starts programs of their own. */
const realTimeMs = 60_000;

describe('the operator of a Slack app', { timeout: realTimeMs }, () => {
  let slack: Slack;
  let machine: Machine;
  beforeAll(async () => {
    slack = await startSlack();
    machine = await Machine.start();
  });
  afterAll(async () => {
    await machine[Symbol.asyncDispose]();
    await slack[Symbol.asyncDispose]();
  });

  it('gets the manifest as JSON alone, to be pasted: for Socket Mode, and with the address once there is one, whatever keys are set by then', async () => {
    const [socket, http, none] = await Promise.all([
      machine.run('cli', ['manifest', 'slack']),
      machine.run('cli', ['manifest', 'slack'], {
        PUBLIC_URL: 'https://reelay.example.org',
        SLACK_BOT_TOKEN: 'xoxe.1',
      }),
      machine.run('cli', ['manifest', 'slack', '--over', 'http']),
    ]);
    expect(JSON.parse(socket.out)).toMatchObject({ settings: { socket_mode_enabled: true } });
    expect(JSON.parse(http.out)).toMatchObject({
      settings: { event_subscriptions: { request_url: 'https://reelay.example.org/slack/events' } },
    });
    expect([none.code, none.out]).toEqual([1, expect.stringContaining('PUBLIC_URL is not set')]);
  });

  it('is told what is missing, also before anything is set', async () => {
    const { code, out } = await machine.run('cli', ['doctor', 'slack']);
    expect([code, out]).toEqual([1, expect.stringContaining('npm run reelay -- manifest slack')]);
  });

  it('is told what is wrong with a token, and never sees it', async () => {
    const token = 'xoxb-1-hunter2';
    const keys = { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
    const { code, out, err } = await machine.run('cli', ['doctor', 'slack'], keys);
    expect(code).toBe(1);
    expect(out).toContain('WRONG Slack refuses SLACK_BOT_TOKEN (invalid_auth)');
    expect(out).toContain('ok    SLACK_APP_TOKEN is good');
    expect(`${out}${err}`).not.toContain('hunter2');
  });

  it('sees that all is well, looked at from outside while the service runs', async () => {
    await using world = await openSlackService();
    const { service } = world;
    const env = { ...world.keys, PUBLIC_URL: service.address };
    const { code, out } = await service.machine.run('cli', ['doctor', 'slack'], env);
    expect({ code, wrong: out.includes('WRONG') }).toEqual({ code: 0, wrong: false });
    expect(out).toMatch(/^Slack is set up\./);
    expect(out).toMatch(/Next: npm start, then type \/video in a public channel\.\n$/);
    expect(out).toContain(`${service.address}/slack/events answers`);
  });
});
