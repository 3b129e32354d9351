import { afterEach, describe, expect, it } from 'vitest';
import { createSocket } from '../../../../src/bots/slack/receive/socket.ts';
import { createTaker } from '../../../../src/bots/slack/receive/taker.ts';
import { socketTrouble } from '../../../../src/bots/slack/receive/socket-trouble.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { startSlack } from '../../../doubles/slack/slack.ts';
import { lineLog } from '../../../doubles/line-log.ts';
import { manualClock, seededRandom, silentLog } from '../../../doubles/world.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

/** Connected over Socket Mode, with a listener that answers each command with what was typed. */
async function openConnected({ appToken }: { readonly appToken?: string } = {}) {
  const clock = manualClock();
  const slack = await startSlack();
  const workspace = slack.addWorkspace({ name: 'Studio' });
  slack.install(workspace);
  const channel = slack.addChannel(workspace, { name: 'clips' });
  const ada = slack.addUser(workspace, { name: 'Ada' });
  const taker = createTaker({
    log: silentLog,
    listen: (app) => app.command('/video', ({ ack, command }) => ack(command.text)),
  });
  const settings = { apiUrl: slack.apiUrl, appToken: appToken ?? slack.appToken };
  const { log, lines } = lineLog();
  const socket = createSocket({ taker, settings, clock, random: seededRandom(), log });
  const failures = (): number => lines.filter((line) => line.startsWith('Slack could not be connected to')).length;
  const stop = new AbortController();
  const running = socket.run(stop.signal);
  open.push({
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      await slack[Symbol.asyncDispose]();
    },
  });

  return {
    clock,
    slack,
    socket,
    stop,
    running,
    trouble: () => socketTrouble(socket.state(), clock.nowMs()),
    connected: () =>
      slack.until(() => slack.sockets.count() > 0 && socket.state().kind === 'connected', 'a connection'),
    away: () => slack.until(() => socket.state().kind !== 'connected', 'the end of the connection'),
    opens: () => slack.requests.filter(({ method }) => method === 'apps.connections.open').length,
    /** So many tries have failed, and a pause has begun. */
    failed: async (times: number): Promise<void> => {
      while (failures() < times || clock.sleepers() === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(failures()).toBe(times);
    },
    says: async (text: string): Promise<unknown> => {
      const acknowledgement = await slack.type(ada, channel, `/video ${text}`).acknowledged();
      return acknowledgement.kind === 'message' ? acknowledgement.message.shownText : acknowledgement;
    },
  };
}

/** What is on its way over the loopback has arrived. */
async function answered(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('Socket Mode', () => {
  it('takes what people type over a connection of our own making, and leaves when told to', async () => {
    const { connected, says, stop, running, slack, trouble } = await openConnected();
    await connected();
    expect(await says('a red ball')).toBe('a red ball');
    expect(trouble()).toBeNull();
    stop.abort();
    await running;
    await slack.until(() => slack.sockets.count() === 0, 'the end');
    expect(slack.problems).toEqual([]);
  });

  it('comes back at once when Slack asks for a new connection after a while, as it does every few hours', async () => {
    const { connected, says, slack, clock, opens } = await openConnected();
    await connected();
    await clock.advance(60 * MINUTE);
    slack.sockets.refresh();
    await slack.until(() => opens() === 2, 'the second connection');
    await connected();
    expect(await says('a blue ball')).toBe('a blue ball');
  });

  it('waits longer and longer while Slack cannot be reached, says so after a minute, and comes back', async () => {
    const { connected, away, failed, opens, says, slack, clock, trouble } = await openConnected();
    await connected();
    slack.sockets.down('api');
    await away();
    expect(trouble()).toBeNull();
    for (const [tries, pauseMs] of [1, 2, 4, 8, 16, 32].map((seconds) => seconds * SECOND).entries()) {
      await failed(tries);
      await clock.advance(pauseMs / 2 - 1);
      await failed(tries);
      await clock.advance(pauseMs / 2 + 1);
    }
    await failed(6);
    expect(trouble()).toMatch(/^Slack cannot be reached over Socket Mode since 2026-/);
    slack.sockets.up();
    const before = opens();
    while (opens() === before) {
      await clock.advance(SECOND);
      await answered();
    }
    await connected();
    expect(await says('again')).toBe('again');
    expect(trouble()).toBeNull();
  });

  it('asks Slack for few addresses when each connection breaks at once', async () => {
    const { connected, slack, clock, opens } = await openConnected();
    await connected();
    slack.sockets.disconnect();
    await slack.until(() => clock.sleepers() > 0 && slack.sockets.count() === 0, 'a pause');
    expect(opens()).toBe(1);
    await clock.advance(SECOND);
    await slack.until(() => opens() === 2, 'the second try');
  });

  it('with a token that Slack refuses says what only the operator can mend, and tries on', async () => {
    const { failed, trouble, clock } = await openConnected({ appToken: 'xapp-1-wrong' });
    await failed(1);
    expect(trouble()).toMatch(/does not let us in over Socket Mode \(invalid_auth\); npm run reelay -- doctor slack/);
    await clock.advance(SECOND);
    await failed(2);
  });
});
