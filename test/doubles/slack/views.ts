import type { ModalFields, ViewFields } from './blocks/view.ts';
import { readMessage } from './markup.ts';
import { noteUnclear, withIds } from './messages.ts';
import { viewBytesMax, viewsInModalMax } from './rules.ts';
import { refuse } from './web/refusal.ts';
import type { Channel, Interaction, Person, View, Workspace } from './things.ts';
import type { World } from './world.ts';

/** Opening, changing and closing views. */

export interface NewView {
  readonly person: Person;
  readonly fields: ViewFields;
  readonly channel: Channel | null;
  readonly opener: Interaction | null;
  readonly below?: View;
}

export function openView(world: World, made: NewView): View {
  const { person, fields } = made;
  checkView(world, person.workspace, fields, null);
  noteUnclear(world, readMessage(person.workspace, '', fields.blocks).unknown, fields.blocks);
  const id = world.ids.next('V');
  const view: View = {
    id,
    workspace: person.workspace,
    person,
    rootId: made.below?.rootId ?? id,
    previousId: made.below?.id ?? null,
    channel: made.channel,
    opener: made.opener,
    fields: { ...fields, blocks: withIds(fields.blocks) },
    hash: hashOf(world),
    filled: new Map(),
    errors: {},
    closed: false,
  };
  world.views.set(id, view);
  if (fields.type === 'home') {
    person.workspace.homes.set(person.id, view);
    return view;
  }
  // A new modal takes the place of what is open; one that is pushed lies on top of it.
  if (!made.below) closeAll(person);
  person.modals.push(view);
  return view;
}

export function pushView(world: World, below: View, fields: ModalFields, opener: Interaction | null): View {
  if (below.person.modals.length >= viewsInModalMax) throw refuse('push_limit_reached');
  return openView(world, { person: below.person, fields, channel: below.channel, opener, below });
}

export function updateView(world: World, view: View, fields: ViewFields): void {
  if (fields.type !== view.fields.type) throw refuse('invalid_arguments');
  checkView(world, view.workspace, fields, view);
  noteUnclear(world, readMessage(view.workspace, '', fields.blocks).unknown, fields.blocks);
  view.fields = { ...fields, blocks: withIds(fields.blocks) };
  view.hash = hashOf(world);
  view.errors = {};
  // What was filled in stays where the block stays, whatever its initial value says now.
  for (const id of view.filled.keys()) {
    if (!view.fields.blocks.some((block) => block.block_id === id)) view.filled.delete(id);
  }
}

function checkView(world: World, workspace: Workspace, fields: ViewFields, own: View | null): void {
  if (Buffer.byteLength(JSON.stringify(fields)) > viewBytesMax) throw refuse('view_too_large');
  if (fields.external_id === undefined || fields.external_id === '') return;
  const taken = [...world.views.values()].some(
    (one) => one !== own && one.workspace === workspace && !one.closed && one.fields.external_id === fields.external_id,
  );
  if (taken) throw refuse('duplicate_external_id');
}

/** The one on top, and what is below it comes up. */
export function closeTop(person: Person): View | null {
  const top = person.modals.pop() ?? null;
  if (top) top.closed = true;
  return top;
}

/** That one and what lies on it. */
export function closeView(view: View): void {
  while (!view.closed && closeTop(view.person));
}

export function closeAll(person: Person): void {
  while (closeTop(person));
}

function hashOf(world: World): string {
  return `${Math.floor(world.clock.nowMs() / 1000)}.${world.ids.next('h').toLowerCase()}`;
}
