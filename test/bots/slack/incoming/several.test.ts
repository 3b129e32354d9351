import { describe, expect, it } from 'vitest';
import { inboundKeyOf } from '../../../../src/bots/slack/places.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { openWorld, told } from './world.ts';

const three = '{red|blue|green} ball';
const makeThree = 'Make 3 videos · 150 credits';

type World = Awaited<ReturnType<typeof openWorld>>;

/** What Ada alone reads last. */
async function answered(world: World, text: string, command = '/video') {
  await world.done(world.slack.type(world.ada, world.channel, `${command} ${text}`));
  const answer = world.slack.seenBy(world.ada, world.channel).at(-1);
  if (!answer) throw new Error('expected an answer');
  return answer;
}

describe('much at once is asked about before it starts', () => {
  it('and nothing is started by asking; the button starts it, once, however often it is pressed', async () => {
    await using world = await openWorld();
    const { slack, ada, clock } = world;
    const asked = await answered(world, three);
    expect(asked).toMatchObject({
      ephemeral: true,
      text: expect.stringContaining('3 videos · 150 credits (demo, no real money). Start?'),
    });
    expect(asked.buttons.map(({ label }) => label)).toEqual([makeThree, 'Edit']);
    expect(await world.jobs()).toEqual([]);
    await world.done(slack.press(ada, asked, makeThree));
    expect((await world.jobs()).map(({ spec }) => spec.prompt)).toEqual(['red ball', 'blue ball', 'green ball']);
    await clock.advance(20 * MINUTE);
    const second = slack.press(ada, asked, makeThree);
    await world.done(second);
    expect(told(second)).toContain('counts once');
    expect(await world.jobs()).toHaveLength(3);
  });

  it('outlasts a restart, and counts as what was asked about', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    const typed = slack.type(ada, channel, `/video ${three}`);
    await world.done(typed);
    const asked = slack.seenBy(ada, channel).at(-1);
    if (!asked) throw new Error('expected a question');
    await world.another();
    await world.done(slack.press(ada, asked, makeThree));
    expect(await world.jobs()).toHaveLength(3);
    expect((await store.requestByKey(inboundKeyOf(team.id, typed.triggerId ?? '')))?.jobs).toHaveLength(3);
  });

  it('can be changed first, and is not asked where yes was said', async () => {
    await using world = await openWorld();
    const { slack, ada } = world;
    const asked = await answered(world, `${three} --seconds 4`);
    await world.done(slack.press(ada, asked, 'Edit'));
    expect(
      slack
        .modal(ada)
        ?.fields.filter(({ value }) => value !== null)
        .map(({ value }) => value),
    ).toEqual([three, '4']);
    await world.done(slack.type(ada, world.channel, `/video ${three} --yes`));
    expect(await world.jobs()).toHaveLength(3);
  });
});

describe('/videos batch', () => {
  it('opens a form that takes a prompt a line', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    await world.done(slack.type(ada, channel, '/videos batch'));
    const form = slack.modal(ada);
    if (!form) throw new Error('expected a form');
    expect(form.fields.map(({ label, required }) => [label, required])).toEqual([['Prompts, one a line', true]]);
    await world.done(slack.submit(ada, form, { 'Prompts, one a line': 'a red ball\n- a: cube\n--seconds 3' }));
    expect((await world.jobs()).map(({ spec }) => [spec.prompt, spec.seconds])).toEqual([
      ['a red ball', 3],
      ['- a: cube', 3],
    ]);
  });
});

describe('/videos compare', () => {
  it('asks the same of each engine', async () => {
    await using world = await openWorld();
    await world.allow();
    const { slack, ada, channel } = world;
    await world.done(slack.type(ada, channel, '/videos compare a red ball --engines acme,demo'));
    expect((await world.jobs()).map(({ engine }) => engine)).toEqual(['acme/reel-1', 'demo/pictures']);
  });

  it('takes no file that is named in text, since it could be anybody’s', async () => {
    await using world = await openWorld();
    await world.allow();
    const asked = await answered(world, 'compare a ball --engines acme,demo --image T1:F1', '/videos');
    expect(asked.text).toContain('In Slack this command starts from words alone.');
    await world.done(world.slack.press(world.ada, asked, 'Edit and retry'));
    const form = world.slack.modal(world.ada);
    if (!form) throw new Error('expected a form');
    const [field] = form.fields;
    await world.done(
      world.slack.submit(world.ada, form, { [field?.label ?? '']: 'a ball --engines acme,demo --image T1:F1' }),
    );
    expect(await world.jobs()).toEqual([]);
  });
});

it('exactly the same once more is pointed to the first, and another take has its price on the button', async () => {
  await using world = await openWorld();
  const { slack, ada, channel } = world;
  await world.done(slack.type(ada, channel, '/video a red ball'));
  const same = await answered(world, 'a red ball');
  expect(same.text).toContain('#1 is on its way and comes here');
  expect(await world.jobs()).toHaveLength(1);
  await world.done(slack.press(ada, same, 'New take · 50 credits'));
  expect(await world.jobs()).toHaveLength(2);
});
