import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { clientOf, refusalOf, withSlack } from './trial.ts';
import type { Slack } from './slack.ts';

/** An app on the real Bolt, over Socket Mode. */
async function startSocketApp(slack: Slack, token: string, clientPingTimeout = 5000) {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    // Also how long the client waits before it comes back.
    clientPingTimeout,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({ receiver, token, clientOptions: { slackApiUrl: slack.apiUrl }, logLevel: LogLevel.ERROR });
  await app.start();
  return { app, [Symbol.asyncDispose]: () => app.stop().then(() => undefined) };
}

/** A connection by hand. */
async function connect(slack: Slack) {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  const came: Record<string, unknown>[] = [];
  socket.on('message', (data: Buffer) => {
    came.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>);
  });
  socket.on('error', () => undefined);
  await slack.until(() => came.length === 1, 'a hello');
  return { url, socket, came, send: (body: unknown) => socket.send(JSON.stringify(body)) };
}

test('commands, forms and events come over a socket, and are acknowledged with and without a payload', async () => {
  await using world = await withSlack();
  const { slack, acme, token, general, ada, client } = world;
  await using bolt = await startSocketApp(slack, token);
  const events: unknown[] = [];
  bolt.app.command('/video', ({ ack }) => ack('over a socket'));
  bolt.app.view('form', ({ ack }) => ack({ response_action: 'errors', errors: { a: 'No' } }));
  bolt.app.event('app_home_opened', ({ event }) => Promise.resolve(events.push(event.user)).then(() => undefined));

  const typed = slack.type(ada, general, '/video x');
  expect(await typed.acknowledged()).toMatchObject({ kind: 'message', message: { shownText: 'over a socket' } });
  await client.views.open({
    trigger_id: typed.triggerId ?? '',
    view: {
      type: 'modal',
      callback_id: 'form',
      title: { type: 'plain_text', text: 'Form' },
      submit: { type: 'plain_text', text: 'Go' },
      blocks: [
        {
          type: 'input',
          block_id: 'a',
          label: { type: 'plain_text', text: 'A' },
          element: { type: 'plain_text_input', action_id: 'a' },
        },
      ],
    },
  });
  const sent = slack.submit(ada, await typed.modal(), { A: 'x' });
  expect(await sent.acknowledged()).toEqual({ kind: 'errors', errors: { a: 'No' } });
  expect(await slack.openHome(ada).acknowledged()).toEqual({ kind: 'empty' });
  expect(events).toEqual([ada.id]);
  expect([slack.sockets.count(), slack.problems, acme.token?.state]).toEqual([1, [], 'good']);
});

test('a client comes back after a break and when it is asked to', async () => {
  await using world = await withSlack();
  const { slack, token, general, ada } = world;
  await using bolt = await startSocketApp(slack, token, 100);
  bolt.app.command('/video', ({ ack }) => ack());
  const opened = (): number => slack.requests.filter((one) => one.method === 'apps.connections.open').length;
  const back = (times: number): Promise<unknown> =>
    slack.until(() => opened() >= times && slack.sockets.count() === 1, `connection ${times}`);

  slack.sockets.disconnect();
  await back(2);
  slack.sockets.refresh();
  await back(3);
  expect(await slack.type(ada, general, '/video x').acknowledged()).toEqual({ kind: 'empty' });
});

test('a payload goes to any one connection, tickets are good once, and eleven connections are too many', async () => {
  await using world = await withSlack();
  const { slack, general, ada } = world;
  const first = await connect(slack);
  const second = await connect(slack);

  slack.type(ada, general, '/video 1');
  slack.type(ada, general, '/video 2');
  await slack.until(() => first.came.length === 2 && second.came.length === 2);
  expect(first.came[1]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });

  const again = new WebSocket(first.url);
  const refused = new Promise((resolve) => {
    again.on('error', (error) => {
      resolve(error.message);
    });
  });
  expect(await refused).toContain('403');
  for (let count = 2; count < 10; count += 1) await connect(slack);
  const { came } = await connect(slack);
  expect([came[0], slack.sockets.count()]).toEqual([{ type: 'disconnect', reason: 'too_many_websockets' }, 10]);
  expect([
    await refusalOf(clientOf(slack, 'xapp-other').apps.connections.open()),
    await refusalOf(world.client.apps.connections.open()),
  ]).toEqual(['invalid_auth', 'not_allowed_token_type']);
});

test('a connection can be open and dead, and Slack can be away', async () => {
  await using world = await withSlack();
  const { slack, acme, general, ada } = world;
  const { came, socket, send } = await connect(slack);
  slack.sockets.silence();
  const lost = slack.type(ada, general, '/video x');
  socket.ping();
  slack.sockets.speak();
  slack.event(acme, { type: 'app_uninstalled' });
  await slack.until(() => came.length === 2);
  expect(came[1]).toMatchObject({ type: 'events_api', accepts_response_payload: false });
  send({ envelope_id: came[1]?.['envelope_id'], payload: { text: 'no' } });
  await slack.until(() => slack.problems.length === 1);
  expect(lost.replies()).toEqual([]);

  slack.sockets.down();
  await slack.until(() => slack.sockets.count() === 0);
  expect(await slack.type(ada, general, '/video x').acknowledged()).toMatchObject({ kind: 'failed' });
  await expect(connectRefused(slack)).resolves.toContain('503');
  slack.sockets.down('api');
  expect(await refusalOf(clientOf(slack, slack.appToken).apps.connections.open())).toBe('HTTP 503');
  slack.sockets.up();
  await connect(slack);
});

async function connectRefused(slack: Slack): Promise<string> {
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  return new Promise((resolve) => {
    new WebSocket(url).on('error', (error) => {
      resolve(error.message);
    });
  });
}
