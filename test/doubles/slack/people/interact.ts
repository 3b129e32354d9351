import { teamFields } from '../payload.ts';
import type { Channel, Interaction, InteractionKind, Message, Person, ResponseUrl, Trigger, View } from '../things.ts';
import type { World } from '../world.ts';

type Json = Record<string, unknown>;

export interface NewInteraction {
  readonly kind: InteractionKind;
  readonly person: Person;
  readonly channel: Channel | null;
  readonly source?: Message | null;
  readonly view?: View | null;
  /** Whether it may open a view, and be answered by an address. */
  readonly trigger?: boolean;
  readonly answerable?: boolean;
  readonly payload: (made: { readonly triggerId: string; readonly responseUrl: string }) => Json;
}

/** Makes what goes out to the app. Nothing is sent yet. */
export function makeInteraction(world: World, made: NewInteraction): Interaction {
  const { person, channel } = made;
  const { workspace } = person;
  const id = world.ids.next('I');
  const atMs = world.clock.nowMs();
  const trigger: Trigger | null =
    made.trigger === false
      ? null
      : {
          id: `${Math.floor(atMs / 1000)}${world.triggers.size}.${workspace.id.slice(1)}.${hexOf(id)}`,
          atMs,
          workspace,
          person,
          used: false,
        };
  if (trigger) world.triggers.set(trigger.id, trigger);
  const responseUrl =
    made.answerable === true && channel ? newResponseUrl(world, made.kind, id, person, channel) : null;
  const interaction: Interaction = {
    id,
    kind: made.kind,
    workspace,
    person,
    channel,
    atMs,
    payload: made.payload({ triggerId: trigger?.id ?? '', responseUrl: responseUrl?.url ?? '' }),
    trigger,
    responseUrl,
    source: made.source ?? null,
    afterTs: [...(channel?.messages.keys() ?? [])].at(-1) ?? '',
    view: made.view ?? null,
    acknowledgement: null,
    late: false,
    sentAtRealMs: performance.now(),
    acknowledgedAtRealMs: null,
    wire: null,
  };
  if (trigger) world.openers.set(trigger.id, interaction);
  if (responseUrl) world.responseUrls.set(responseUrl.path, interaction);
  return interaction;
}

function newResponseUrl(
  world: World,
  kind: InteractionKind,
  id: string,
  person: Person,
  channel: Channel,
): ResponseUrl {
  const word = kind === 'command' ? 'commands' : kind === 'action' ? 'actions' : 'app';
  const path = `/${word}/${person.workspace.id}/${id.slice(1)}/${hexOf(`${id} response`)}`;
  return {
    url: `${world.origin}${path}`,
    path,
    atMs: world.clock.nowMs(),
    workspace: person.workspace,
    channel,
    person,
    uses: 0,
  };
}

/** One that comes beside a form. What it makes answers nothing that was typed. */
export function responseUrlFor(world: World, person: Person, channel: Channel): ResponseUrl {
  const id = world.ids.next('I');
  const responseUrl = newResponseUrl(world, 'submission', id, person, channel);
  world.responseUrls.set(responseUrl.path, {
    id,
    kind: 'submission',
    workspace: person.workspace,
    person,
    channel,
    atMs: responseUrl.atMs,
    payload: {},
    trigger: null,
    responseUrl,
    source: null,
    afterTs: '',
    view: null,
    acknowledgement: { kind: 'empty' },
    late: false,
    sentAtRealMs: performance.now(),
    acknowledgedAtRealMs: null,
    wire: null,
  });
  return responseUrl;
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** What all interactive payloads say. */
export function commonFields(world: World, person: Person): Json {
  return {
    team: teamFields(person.workspace),
    user: {
      id: person.id,
      username: person.handle,
      name: person.handle,
      team_id: person.workspace.id,
    },
    api_app_id: world.appId,
    token: world.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}
