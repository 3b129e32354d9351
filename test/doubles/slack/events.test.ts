import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { startPlain, withSlack } from './trial.ts';

test('an event is tried again at once, after a minute and after five, and then given up', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, acme } = world;
  const gate = Promise.withResolvers<object>();
  const answers = [gate.promise, { status: 500 }, { status: 503 }, { status: 500 }, { status: 500 }];
  await using app = await startPlain(slack, () => answers.shift() ?? {});
  const came = (count: number): Promise<unknown> => slack.until(() => app.came.length === count, `${count} tries`);

  const event = slack.event(acme, { type: 'app_uninstalled' }, { atMs: 1_000_000 });
  await came(1);
  await clock.advance(3001);
  expect(await event.acknowledged()).toEqual({ kind: 'late' });
  await came(2);
  await slack.until(() => clock.sleepers() === 1);
  await clock.advance(60_000);
  await came(3);
  await slack.until(() => clock.sleepers() === 1);
  slack.retryNow();
  await came(4);

  expect(app.came.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_timeout'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(new Set(app.came.map(({ payload }) => payload['event_id'])).size).toBe(1);
  expect(app.came[0]?.payload).toMatchObject({ event_time: 1000, team_id: acme.id, type: 'event_callback' });
  gate.resolve({});
});

test('an app may say that it wants no second try, and gets no events that it does not subscribe to', async () => {
  await using world = await withSlack();
  const { slack, acme, ada } = world;
  await using app = await startPlain(slack, () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));

  slack.subscribe(['tokens_revoked']);
  slack.openHome(ada);
  slack.event(acme, { type: 'tokens_revoked', tokens: { oauth: [ada.id], bot: [] } });
  await slack.until(() => app.came.length === 1);
  slack.subscribe(null);
  const after = slack.event(acme, { type: 'app_uninstalled' });
  await slack.until(() => app.came.length === 2);
  slack.retryNow();

  expect(app.came.map(({ payload }) => (payload['event'] as { type: string }).type)).toEqual([
    'tokens_revoked',
    'app_uninstalled',
  ]);
  expect(after.payload).toMatchObject({ event: { type: 'app_uninstalled' } });
});

test('being uninstalled ends the token and the memberships, and both events tell of it', async () => {
  await using world = await withSlack();
  const { slack, acme, general, token } = world;
  await using app = await startPlain(slack, () => ({}));

  await Promise.all(slack.uninstall(acme, { order: 'uninstalled_first' }).map((one) => one.acknowledged()));

  const events = app.came.map(({ payload }) => payload['event']);
  expect(events).toContainEqual(expect.objectContaining({ type: 'app_uninstalled' }));
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'tokens_revoked', tokens: { oauth: [], bot: [acme.botUserId] } }),
  );
  expect(general.botIsMember).toBe(false);
  expect(slack.install(acme)).not.toBe(token);
});
