import { z } from 'zod';
import { home, modal, type ViewFields } from '../blocks/view.ts';
import { viewFields } from '../payload.ts';
import { triggerMs } from '../rules.ts';
import { openView, pushView, updateView } from '../views.ts';
import { json, userId } from '../web/args.ts';
import { method, type Call, type Method } from '../web/method.ts';
import { invalid, refuse } from '../web/refusal.ts';
import type { Interaction, Trigger, View } from '../things.ts';

function exchange(call: Call, id: string): { readonly trigger: Trigger; readonly opener: Interaction } {
  const trigger = call.world.triggers.get(id);
  const opener = call.world.openers.get(id);
  if (!trigger || !opener || trigger.workspace !== call.workspace) throw refuse('invalid_trigger_id');
  if (trigger.used) throw refuse('exchanged_trigger_id');
  if (call.world.clock.nowMs() > trigger.atMs + triggerMs) throw refuse('expired_trigger_id');
  return { trigger, opener };
}

function checkScopes(call: Call, fields: ViewFields): void {
  const files = fields.blocks.some((block) => block.type === 'input' && block.element.type === 'file_input');
  if (files && !call.token.scopes.has('files:read')) {
    throw invalid('invalid_arguments', ['file_input needs files:read [json-pointer:/view/blocks]']);
  }
}

const opening = z.strictObject({ trigger_id: z.string().min(1), view: json(modal) });

export const viewMethods: readonly Method[] = [
  method({
    name: 'views.open',
    tier: 'tier4',
    json: true,
    args: opening,
    run(call, args) {
      const { trigger, opener } = exchange(call, args.trigger_id);
      checkScopes(call, args.view);
      const { person } = trigger;
      const view = openView(call.world, { person, fields: args.view, channel: opener.channel, opener });
      trigger.used = true;
      return { view: viewFields(call.world, view) };
    },
  }),
  method({
    name: 'views.push',
    tier: 'tier4',
    json: true,
    args: opening,
    run(call, args) {
      const { trigger, opener } = exchange(call, args.trigger_id);
      checkScopes(call, args.view);
      const top = trigger.person.modals.at(-1);
      // Only from what was done in a modal.
      if (!top || !opener.view) throw refuse('not_found');
      const view = pushView(call.world, top, args.view, opener);
      trigger.used = true;
      return { view: viewFields(call.world, view) };
    },
  }),
  method({
    name: 'views.update',
    tier: 'tier4',
    json: true,
    args: z.strictObject({
      view: json(z.discriminatedUnion('type', [modal, home])),
      view_id: z.string().min(1).optional(),
      external_id: z.string().min(1).optional(),
      hash: z.string().optional(),
    }),
    run(call, args) {
      const view = found(call, args.view_id, args.external_id);
      checkHash(view, args.hash);
      checkScopes(call, args.view);
      updateView(call.world, view, args.view);
      return { view: viewFields(call.world, view) };
    },
  }),
  method({
    name: 'views.publish',
    tier: 'tier4',
    json: true,
    args: z.strictObject({ user_id: userId, view: json(home), hash: z.string().optional() }),
    run(call, args) {
      const person = call.workspace.people.get(args.user_id);
      if (!call.world.homeTab) throw refuse('not_enabled');
      if (!person) throw refuse('user_not_found');
      const current = call.workspace.homes.get(person.id);
      if (current) checkHash(current, args.hash);
      if (current) updateView(call.world, current, args.view);
      const view = current ?? openView(call.world, { person, fields: args.view, channel: null, opener: null });
      return { view: viewFields(call.world, view) };
    },
  }),
];

function found(call: Call, id: string | undefined, externalId: string | undefined): View {
  if ((id === undefined) === (externalId === undefined)) {
    throw invalid('invalid_arguments', ['either view_id or external_id']);
  }
  const view = [...call.world.views.values()].find(
    (one) =>
      one.workspace === call.workspace &&
      !one.closed &&
      (id === undefined ? one.fields.external_id === externalId : one.id === id),
  );
  if (!view) throw refuse('not_found');
  return view;
}

function checkHash(view: View, hash: string | undefined): void {
  if (hash !== undefined && hash !== view.hash) throw refuse('hash_conflict');
}
