import { z } from 'zod';
import { botFields, userFields } from '../payload.ts';
import { flag, userId } from '../web/args.ts';
import { method, type Method } from '../web/method.ts';
import { refuse } from '../web/refusal.ts';

export const authMethods: readonly Method[] = [
  method({
    name: 'auth.test',
    tier: 'special',
    json: true,
    args: z.strictObject({}),
    run: ({ world, workspace }) => ({
      url: `https://${workspace.domain}.slack.com/`,
      team: workspace.name,
      user: world.botName,
      team_id: workspace.id,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  }),
  method({
    name: 'users.info',
    scope: 'users:read',
    tier: 'tier4',
    args: z.strictObject({ user: userId, include_locale: flag.optional() }),
    run({ world, workspace }, args) {
      if (args.user === workspace.botUserId) return { user: botFields(world, workspace) };
      const person = workspace.people.get(args.user);
      if (!person) throw refuse('user_not_found');
      return { user: userFields(person, args.include_locale === true) };
    },
  }),
];
