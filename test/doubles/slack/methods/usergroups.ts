import { z } from 'zod';
import { flag } from '../web/args.ts';
import { method, type Method } from '../web/method.ts';
import { refuse } from '../web/refusal.ts';

export const usergroupMethods: readonly Method[] = [
  method({
    name: 'usergroups.list',
    scope: 'usergroups:read',
    tier: 'tier2',
    json: true,
    args: z.strictObject({
      include_count: flag.optional(),
      include_disabled: flag.optional(),
      include_users: flag.optional(),
    }),
    run({ workspace }, args) {
      if (workspace.groups === null) throw refuse('plan_upgrade_required');
      const groups = [...workspace.groups.values()].filter(
        ({ disabled }) => !disabled || args.include_disabled === true,
      );
      return {
        usergroups: groups.map(({ id, handle, members, disabled }) => ({
          id,
          team_id: workspace.id,
          is_usergroup: true,
          name: handle,
          handle,
          description: '',
          date_delete: disabled ? 1_700_000_000 : 0,
          ...(args.include_users === true ? { users: [...members].map((person) => person.id) } : {}),
        })),
      };
    },
  }),
];
