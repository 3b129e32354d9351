import { setTimeout as sleep } from 'node:timers/promises';
import { startSlack } from '../test/doubles/slack/slack.ts';
import { answers, type Figure } from './figures.ts';
import { startService } from './running-service.ts';

const commands = 500;
const spacingMs = 2;
/** Slack's own limit; the way there and back takes its part of it. */
const acknowledgeMsMax = 3_000;
const alone = 50;

const small = '/video a red ball --seconds 1 --size 64x64 --fps 24 --fresh';
const long = '/video waves on a beach at sunset --seconds 20 --size hd --fps 60 --fresh --yes';

/**
 * How long Slack waits for the acknowledgement of `/video` over HTTP, and people for their status: alone, and 500 of 500
 * people within a second while clips are rendered on the same machine. Slack is in another process than the service.
 */
export async function ackSlackFigures(): Promise<readonly Figure[]> {
  await using slack = await startSlack({ patienceMs: 120_000 });
  const workspace = slack.addWorkspace({ name: 'Studio' });
  const token = slack.install(workspace);
  const channel = slack.addChannel(workspace, { name: 'clips' });
  const people = Array.from({ length: commands }, (_, turn) => slack.addUser(workspace, { name: `Person ${turn}` }));
  const [first] = people;
  if (!first) throw new Error('expected people');
  const keys = { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl };
  await using service = await startService(keys);
  slack.deliverTo({ url: `${service.address}/slack/events` });

  const quiet: number[] = [];
  for (let turn = 0; turn < alone; turn += 1) {
    const typed = slack.type(first, channel, '/videos quota');
    await typed.acknowledged();
    quiet.push(typed.acknowledgedAfterMs() ?? Infinity);
  }

  await slack.type(first, channel, long).acknowledged();
  await slack.until(
    () => slack.seen(channel).some(({ shownText }) => shownText.includes('is rendering')),
    'the render',
  );
  const before = slack.requests.length;
  const typed = [];
  const startedAtMs = performance.now();
  for (const [turn, person] of people.entries()) {
    typed.push(slack.type(person, channel, small));
    // So many are due by now, however late this process got to run.
    while (performance.now() - startedAtMs < turn * spacingMs) await sleep(1);
  }
  const sentAfterMs = performance.now() - startedAtMs;
  await Promise.all(typed.map((each) => each.acknowledged()));
  const waits = typed.map((each) => each.acknowledgedAfterMs() ?? Infinity);
  const posted = (): number =>
    slack.requests.slice(before).filter(({ method, status }) => method === 'chat.postMessage' && status !== null)
      .length;
  await slack.until(() => posted() >= commands, `a status of each; there are ${posted()}`);
  const seenAfterMs = performance.now() - startedAtMs;
  if (slack.problems.length > 0) throw new Error(JSON.stringify(slack.problems.slice(0, 3)));

  return [
    ...answers('a command alone', quiet, null),
    ...answers(`${commands} /video in a second, rendering`, waits, acknowledgeMsMax),
    { name: 'within which they were sent', value: sentAfterMs, unit: 'ms', max: null },
    { name: 'until each has its status', value: seenAfterMs, unit: 'ms', max: null },
  ];
}
