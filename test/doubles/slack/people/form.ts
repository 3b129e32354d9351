import { isGivenFile, takeFile } from '../files.ts';
import { fileFields, viewFields } from '../payload.ts';
import type { FormValue, GivenFile, Interaction, Person, View } from '../things.ts';
import type { World } from '../world.ts';
import { closeTop } from '../views.ts';
import { fieldsOf, type SeenField } from './fields.ts';
import { checkValue } from './form-check.ts';
import { commonFields, makeInteraction, responseUrlFor } from './interact.ts';
import { stateOf } from './state.ts';

export type FormValues = Readonly<Record<string, FormValue>>;
type Json = Record<string, unknown>;

/** Fills in fields by label, action id or block id, and submits. The rest stays as it is. */
export function submitForm(world: World, person: Person, view: View, values: FormValues): Interaction {
  if (person.modals.at(-1) !== view) throw new Error(`${person.name} does not have that form in front`);
  if (view.fields.type !== 'modal' || view.fields.submit === undefined)
    throw new Error('The form has no submit button');
  const fields = fieldsOf(view.fields.blocks, view.channel, view.filled);
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((one) => [one.label, one.actionId, one.blockId].includes(name));
    if (!field) throw new Error(`The form has no "${name}"; there is ${fields.map((one) => one.label).join(', ')}`);
    view.filled.set(field.blockId, value);
  }
  const now = fieldsOf(view.fields.blocks, view.channel, view.filled);
  for (const field of now) checkValue(field);
  const files = new Map(now.filter((one) => one.type === 'file_input').map((one) => [one.blockId, taken(one)]));

  function taken(field: SeenField): Json[] {
    const given: readonly unknown[] = Array.isArray(field.value) ? field.value : [];
    return given
      .filter((one): one is GivenFile => isGivenFile(one))
      .map((one) => fileFields(world, takeFile(world, person, one, true)));
  }

  view.errors = {};
  const state = stateOf(view.fields.blocks, view.channel, view.filled, files);
  return makeInteraction(world, {
    kind: 'submission',
    person,
    channel: view.channel,
    view,
    payload: ({ triggerId }) => ({
      type: 'view_submission',
      ...commonFields(world, person),
      trigger_id: triggerId,
      view: viewFields(world, view, state),
      response_urls: responseUrls(world, person, view, now),
    }),
  });
}

/** One for each menu of conversations that asks for it. */
function responseUrls(world: World, person: Person, view: View, fields: readonly SeenField[]): Json[] {
  return view.fields.blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const { element } = block;
    if (element.type !== 'conversations_select' && element.type !== 'channels_select') return [];
    const chosen = fields.find((one) => one.blockId === block.block_id)?.value;
    const channel = typeof chosen === 'string' ? person.workspace.channels.get(chosen) : undefined;
    if (element.response_url_enabled !== true || !channel) return [];
    const { url } = responseUrlFor(world, person, channel);
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel.id, response_url: url }];
  });
}

/** Closes what is in front. The app hears of it where the view asks for that. */
export function closeForm(world: World, person: Person): Interaction | null {
  const top = person.modals.at(-1);
  if (!top) throw new Error(`${person.name} has no form open`);
  const { fields } = top;
  const clears = fields.type === 'modal' && fields.clear_on_close === true;
  do closeTop(person);
  while (clears && person.modals.length > 0);
  if (fields.type !== 'modal' || fields.notify_on_close !== true) return null;
  return makeInteraction(world, {
    kind: 'closing',
    person,
    channel: null,
    view: top,
    trigger: false,
    payload: () => ({
      type: 'view_closed',
      ...commonFields(world, person),
      view: viewFields(world, top, {}),
      is_cleared: clears,
    }),
  });
}
