import { expect, it } from 'vitest';
import { MINUTE } from '../../src/core/time.ts';
import type { Person } from '../doubles/slack/things.ts';
import { openSlackApp, resultsIn } from './slack-app.ts';

it("a moderator's first day: everybody's quota, a friend's, a spammer, one expensive request, and who decided what", async () => {
  await using world = await openSlackApp({ besides: 'real' });
  const { slack, workspace, channel, ada, bo, engine, folder, log } = world;
  const mo = slack.addUser(workspace, { name: 'Mo', isAdmin: true });
  const mods = slack.addChannel(workspace, { name: 'mods', members: [mo] });
  await world.allow();

  /** What they are told alone for what they type. */
  const told = async (person: Person, line: string) => {
    const typed = slack.type(person, channel, line);
    const reply = await typed.acknowledged();
    return reply.kind === 'message' ? reply.message : world.until(() => typed.replies().at(-1), `a reply to ${line}`);
  };
  const textOf = async (person: Person, line: string): Promise<string> => (await told(person, line)).shownText;

  // Everybody: shown before it is done, since it is about many.
  const preview = await told(mo, '/video-admin quota set default 2/day');
  expect(preview.shownText).toContain('3 videos a day');
  const yes = slack.press(mo, preview, preview.buttons[0]?.label ?? '');
  await yes.acknowledged();
  expect((await world.until(() => yes.replies().at(-1), 'the change')).shownText).toContain('2 videos a day');
  expect(await textOf(mo, '/video-admin settings --price-max $0.50 --approvals #mods')).toContain('50 credits');

  // A friend gets more, and sees it.
  expect(await textOf(mo, `/video-admin quota set @Bo 10/day --reason helps us`)).toContain('10 videos a day');
  expect(await textOf(bo, '/videos quota')).toContain('10');

  // A spammer is stopped, in words; nobody else is.
  expect(await textOf(mo, '/video-admin block @Ada --for 2d --reason spam')).toContain('ada is blocked for 2 days');
  expect(await textOf(ada, '/video a red ball --seconds 1')).toMatch(/block/i);

  // One expensive request: refused with a way out, asked, approved, made.
  const refused = await told(bo, '/video a long red ball --seconds 8');
  expect(refused.shownText).toContain('80 credits');
  await slack.press(bo, refused, 'Ask a moderator').acknowledged();
  const ask = await world.until(() => slack.seen(mods)[0], 'the ask');
  expect(ask.shownText).toContain('a long red ball');
  await slack.press(mo, ask, 'Approve').acknowledged();
  await world.until(() => engine.created === 1, 'the create');
  await world.finish();
  await world.pass(MINUTE);
  expect(resultsIn(slack, channel)).toHaveLength(1);
  expect(slack.seen(mods)[0]?.buttons).toEqual([]);

  const audit = await textOf(mo, '/video-admin audit');
  for (const line of ['2 videos a day', 'helps us', 'spam', 'approved']) expect(audit).toContain(line);
  expect(await folder.books()).toEqual({ jobs: 1, problems: [] });
  expect([slack.problems, log.errors]).toEqual([[], []]);
});
