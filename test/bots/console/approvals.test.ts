import { expect, test } from 'vitest';
import { readBody } from '../../../src/bots/console/bodies.ts';
import { plainStyle, renderText } from '../../../src/bots/messages/text.ts';
import { createApprovalsDesk } from '../../../src/core/approvals-desk.ts';
import { memberRules } from '../../contracts/store/driver.ts';
import { asCall, type ConsoleWorld, home, openConsole } from './world.ts';

const rules = memberRules({ unit: 'videos', window: 'day', amount: 0 });

/** A console where nobody may make anything, and moderators are asked in its channel. */
async function openDesk() {
  const world = await openConsole({}, rules);
  const change = { approvalChannel: home.channel, memberAgeMsMin: 0, accountAgeMsMin: 0 };
  const { store, clock } = world;
  const [tenantId, actor] = [home.tenantId, { kind: 'operator' }] as const;
  await store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
  const desk = createApprovalsDesk({
    ...world.deps,
    ...world.service,
    chats: new Map([['console', world.console.chat]]),
  });
  return {
    ...world,
    show: () => desk.look(new AbortController().signal),
    as: (who: string) => actAs(world, who),
    /** What moderators see of each ask: its title, and its buttons. */
    async asks() {
      const bodies = (await world.page('mo')).map(({ body }) => readBody(body));
      return bodies.flatMap((body) =>
        body?.kind === 'approval'
          ? [{ title: renderText(body.view.title, plainStyle), buttons: body.view.buttons.map(({ label }) => label) }]
          : [],
      );
    },
  };
}

async function actAs(world: ConsoleWorld, who: string) {
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/act-as', { who });
  const html = await visitor.open();
  const said = async (path: string, fields: Record<string, string>): Promise<string> =>
    (await visitor.send(path, fields, asCall)).text();
  return {
    html,
    type: (text: string, more: Record<string, string> = {}) => said('/commands', { text, ...more }),
    press: (action: string) => said('/buttons', { press: pressIn(html, action) }),
  };
}

function pressIn(html: string, action: string): string {
  const found = new RegExp(`value="(${action} apr_[^"]+)"`).exec(html)?.[1];
  if (found === undefined) throw new Error(`expected a button to ${action}, and there is none`);
  return found;
}

test('whoever may not make it asks a moderator by a button, who alone can approve it; then it is made and nobody can decide again', async () => {
  await using world = await openDesk();
  const ada = await world.as('ada');
  const refused = await ada.type('/video a kite');
  expect(refused).toContain('asks=over_quota');
  await ada.type('/video a kite', { asks: 'over_quota' });
  const job = await world.jobOne();
  expect(job.state.kind).toBe('awaiting_approval');
  await world.show();
  expect(await world.asks()).toEqual([
    { title: 'Ada asks a moderator about #1', buttons: ['Approve', 'Approve with limit…', 'Deny'] },
  ]);
  const [bo, mo, other] = [await world.as('bo'), await world.as('mo'), await world.as('mo')];
  expect(mo.html).toContain('a kite');
  for (const action of ['approve', 'deny']) expect(await bo.press(action)).toContain('moderators');
  expect((await world.now(job)).state.kind).toBe('awaiting_approval');
  expect(await mo.press('approve')).toContain('Approved: #1 starts now');
  expect((await world.now(job)).state.kind).toBe('preparing');
  expect(await other.press('approve')).toContain('The first decision holds');
  await world.show();
  expect(await world.asks()).toEqual([{ title: '#1: approved by Mo', buttons: [] }]);
});

test('a moderator denies with a reason that the asker is told, or gives less; the button only fills in the command', async () => {
  await using world = await openDesk();
  const ada = await world.as('ada');
  await ada.type('/video a kite', { asks: 'over_quota' });
  await world.show();
  const mo = await world.as('mo');
  expect(JSON.parse(await mo.press('deny'))).toMatchObject({
    html: '',
    compose: expect.stringContaining('/video-admin deny #1'),
  });
  expect(JSON.parse(await mo.press('approve_with'))).toMatchObject({
    compose: expect.stringMatching(/^\/video-admin approve #1 --credits /),
  });
  await mo.type('/video-admin deny #1 --reason "no kites today"');
  const job = await world.jobOne();
  const view = await world.store.view(job.id, rules, world.clock.nowMs());
  if (!view) throw new Error('expected #1');
  await world.console.chat.showStatus({ message: null, jobs: [view], mayBeShown: false }, new AbortController().signal);
  const shown = (await world.page()).map(({ body }) => body).join();
  expect(shown).toContain('no kites today');
  await world.show();
  expect(await world.asks()).toEqual([{ title: '#1: declined by Mo', buttons: [] }]);
});
