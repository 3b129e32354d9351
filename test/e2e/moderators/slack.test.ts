import { afterAll, beforeAll, describe } from 'vitest';
import { tenantOf } from '../../../src/bots/slack/places.ts';
import type { Channel, Person } from '../../doubles/slack/things.ts';
import { openWorld, told } from '../../bots/slack/incoming/world.ts';
import { type Row, type Surface, triesEachCommand, type Use } from './commands.ts';

describe('on Slack', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let surface: Surface;

  beforeAll(async () => {
    const moderators = new Set<string>();
    world = await openWorld(() => ({
      roleOf: async ({ teamId, userId }) => (moderators.has(`${teamId} ${userId}`) ? 'moderator' : 'member'),
    }));
    const { slack, store, team, teams, channel } = world;
    await world.allow();
    await world.videoOf(world.ada);
    const other = slack.addWorkspace({ name: 'Other club' });
    slack.install(other);
    teams.set(other.id, other);
    const eve = slack.addUser(other, { name: 'Eve' });
    const there = slack.addChannel(other, { name: 'videos', members: [eve] });
    for (const { workspace, id } of [world.mo, eve]) moderators.add(`${workspace.id} ${id}`);

    const typedBy =
      (person: Person, at: Channel) =>
      async ({ command }: Pick<Row, 'command'>, { text }: Use) => {
        const sent = slack.type(person, at, `/video-admin ${command} ${text}`.trimEnd());
        await world.done(sent);
        const reply = sent.replies().at(-1);
        if (!reply?.ephemeral) throw new Error('expected an answer for them alone');
        return told(sent);
      };
    surface = {
      store,
      here: tenantOf(team.id),
      other: tenantOf(other.id),
      asModerator: typedBy(world.mo, channel),
      asMember: typedBy(world.ada, channel),
      elsewhere: typedBy(eve, there),
    };
  });
  afterAll(() => world[Symbol.asyncDispose]());

  triesEachCommand(() => surface);
});
