import { ComponentType, type ButtonStyle, type APIButtonComponent, type APIMessageTopLevelComponent } from 'discord.js';
import type { FormField, Interaction, Message, Person, ShownForm, World } from '../world.ts';
import { channelOf, channelTypes } from '../payload/guild.ts';
import { personPermissionsIn } from '../permissions.ts';
import { dispatchInteraction } from './dispatch.ts';
import { isGivenFile, resolvedFile, takeFile, type GivenFile } from './files.ts';

export interface SeenButton {
  readonly label: string;
  readonly customId: string | null;
  readonly url: string | null;
  readonly style: ButtonStyle;
  readonly disabled: boolean;
}

export interface SeenMenu {
  readonly kind: 'texts' | 'channels';
  readonly customId: string;
  /** None where it lists channels: those are the server's. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** Values or channels that are chosen already. */
  readonly chosen: readonly string[];
  readonly placeholder: string | null;
  readonly min: number;
  readonly max: number;
  /** Of the channels that can be chosen; null for all. */
  readonly channelTypes: readonly number[] | null;
  readonly disabled: boolean;
}

export function buttonsOf(components: readonly APIMessageTopLevelComponent[]): SeenButton[] {
  return inRows(components).flatMap((one) => (one.type === ComponentType.Button ? [seenButton(one)] : []));
}

function seenButton(button: APIButtonComponent): SeenButton {
  return {
    label: 'label' in button ? (button.label ?? button.emoji?.name ?? '') : '',
    customId: 'custom_id' in button ? button.custom_id : null,
    url: 'url' in button ? button.url : null,
    style: button.style,
    disabled: button.disabled ?? false,
  };
}

/** Menus of texts and of channels; the double knows no people and roles to choose from. */
export function menusOf(components: readonly APIMessageTopLevelComponent[]): SeenMenu[] {
  return inRows(components).flatMap((one): SeenMenu[] => {
    if (one.type !== ComponentType.StringSelect && one.type !== ComponentType.ChannelSelect) return [];
    const common = {
      customId: one.custom_id,
      placeholder: one.placeholder ?? null,
      min: one.min_values ?? 1,
      max: one.max_values ?? 1,
      disabled: one.disabled ?? false,
    };
    if (one.type === ComponentType.ChannelSelect) {
      const chosen = (one.default_values ?? []).map(({ id }) => id);
      return [{ ...common, kind: 'channels', options: [], chosen, channelTypes: one.channel_types ?? null }];
    }
    const options = one.options.map(({ label, value }) => ({ label, value }));
    const chosen = one.options.filter((option) => option.default).map(({ value }) => value);
    return [{ ...common, kind: 'texts', options, chosen, channelTypes: null }];
  });
}

function inRows(
  components: readonly APIMessageTopLevelComponent[],
): Extract<APIMessageTopLevelComponent, { type: ComponentType.ActionRow }>['components'] {
  return components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
}

/** Presses the button with that custom id, label, or beginning of a custom id or label. */
export function pressButton(world: World, person: Person, message: Message, name: string): Interaction {
  needSight(person, message);
  const buttons = buttonsOf(message.components);
  const button =
    buttons.find((one) => one.customId === name || one.label === name) ??
    buttons.find((one) => [one.customId, one.label].some((text) => text?.startsWith(name)));
  if (!button)
    throw new Error(`There is no button "${name}"; there is ${buttons.map((one) => one.label).join(', ') || 'none'}`);
  if (button.disabled) throw new Error(`The button "${button.label}" is disabled`);
  if (button.customId === null) throw new Error(`The button "${button.label}" is a link to ${button.url ?? ''}`);
  return dispatchComponent(world, person, message, {
    custom_id: button.customId,
    component_type: ComponentType.Button,
  });
}

/** Chooses from the menu with that custom id, or how it begins: values of texts, or ids of channels. */
export function chooseFrom(
  world: World,
  person: Person,
  message: Message,
  name: string,
  values: readonly string[],
): Interaction {
  needSight(person, message);
  const menus = menusOf(message.components);
  const menu = menus.find((one) => one.customId === name) ?? menus.find((one) => one.customId.startsWith(name));
  if (!menu) throw new Error(`There is no menu "${name}"; there is ${menus.map((one) => one.customId).join(', ')}`);
  if (menu.disabled) throw new Error(`The menu "${menu.customId}" is disabled`);
  if (values.length < menu.min || values.length > menu.max) {
    throw new Error(`The menu "${menu.customId}" takes ${menu.min} to ${menu.max} values`);
  }
  const guild = message.channel.guild;
  const unknown = values.find((value) => {
    if (menu.kind === 'texts') return !menu.options.some((option) => option.value === value);
    const channel = guild?.channels.get(value);
    return !channel || !(menu.channelTypes?.includes(channelTypes[channel.kind]) ?? true);
  });
  if (unknown !== undefined) throw new Error(`The menu "${menu.customId}" has no "${unknown}"`);
  return chooseAnyway(world, person, message, menu, values);
}

/** Chooses what is not there any more, or never was: only the channels that are in the server come along. */
export function chooseAnyway(
  world: World,
  person: Person,
  message: Message,
  { customId, kind }: Pick<SeenMenu, 'customId' | 'kind'>,
  values: readonly string[],
): Interaction {
  const data = { custom_id: customId, values: [...values] };
  if (kind === 'texts')
    return dispatchComponent(world, person, message, { ...data, component_type: ComponentType.StringSelect });
  const channels = values.flatMap((id) => {
    const channel = message.channel.guild?.channels.get(id);
    if (!channel) return [];
    const { permission_overwrites: _, ...partial } = channelOf(world, channel);
    return [[id, { ...partial, permissions: String(personPermissionsIn(person, channel)) }]];
  });
  return dispatchComponent(world, person, message, {
    ...data,
    component_type: ComponentType.ChannelSelect,
    resolved: { channels: Object.fromEntries(channels) },
  });
}

/**
 * Presses what is not there any more, or never was: as a client does whose view is behind, or one that was tampered
 * with. The bot gets it like any other press.
 */
export function pressAnyway(world: World, person: Person, message: Message, customId: string): Interaction {
  return dispatchComponent(world, person, message, { custom_id: customId, component_type: ComponentType.Button });
}

function dispatchComponent(world: World, person: Person, message: Message, data: Record<string, unknown>): Interaction {
  return dispatchInteraction(world, {
    kind: 'component',
    person,
    channel: message.channel,
    source: message,
    data: { id: 2, ...data },
  });
}

function needSight(person: Person, message: Message): void {
  if (message.deleted) throw new Error('The message is gone');
  if (message.ephemeralFor && message.ephemeralFor !== person)
    throw new Error(`${person.name} does not see that message`);
  if (message.channel.locked) throw new Error('In a locked thread nothing can be pressed');
  if (message.channel.kind === 'dm' && message.channel.person !== person)
    throw new Error(`${person.name} does not see that message`);
}

export type FormValue = string | readonly string[] | boolean | readonly GivenFile[] | null;
export type FormValues = Readonly<Record<string, FormValue>>;

/** Sends a form, with what was filled in by custom id or label. The rest stays as it was when it opened. */
export function submitForm(world: World, opener: Interaction, form: ShownForm, values: FormValues): Interaction {
  const unknown = Object.keys(values).find((key) => !form.fields.some((field) => isCalled(field, key)));
  if (unknown !== undefined) {
    throw new Error(`The form has no "${unknown}"; there is ${form.fields.map((field) => field.customId).join(', ')}`);
  }
  const attachments: Record<string, unknown> = {};
  const components = form.fields.map((field, at) => {
    const named = Object.entries(values).find(([key]) => isCalled(field, key));
    const inner = { id: 2 * at + 2, custom_id: field.customId, ...filled(field, named ? named[1] : field.value) };
    return field.wrapper === 'label'
      ? { type: ComponentType.Label, id: 2 * at + 1, component: inner }
      : { type: ComponentType.ActionRow, id: 2 * at + 1, components: [inner] };
  });

  function filled(field: FormField, value: FormValue): Record<string, unknown> {
    const wrong = (expected: string): Error =>
      new Error(`"${field.customId}" takes ${expected}, not ${JSON.stringify(value)}`);
    switch (field.kind) {
      case 'text': {
        if (typeof value !== 'string') throw wrong('text');
        const min = field.required ? Math.max(1, field.min) : value === '' ? 0 : field.min;
        if (value.length < min || value.length > field.max) throw wrong(`${min} to ${field.max} characters`);
        return { type: ComponentType.TextInput, value };
      }
      case 'checkbox':
        if (typeof value !== 'boolean') throw wrong('true or false');
        return { type: ComponentType.Checkbox, value };
      case 'radio': {
        if (value === null && field.required) throw wrong('one of its options');
        if (value !== null && !field.options.some((option) => option.value === value))
          throw wrong('one of its options');
        return { type: ComponentType.RadioGroup, value };
      }
      case 'select':
      case 'checkboxes': {
        const chosen: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
        needCount(field, chosen.length, wrong);
        if (!chosen.every((one) => field.options.some((option) => option.value === one))) throw wrong('its options');
        const type = field.kind === 'select' ? ComponentType.StringSelect : ComponentType.CheckboxGroup;
        return { type, values: chosen };
      }
      case 'files': {
        const given = Array.isArray(value) ? value.filter(isGivenFile) : [];
        needCount(field, given.length, wrong);
        const ids = given.map((one) => {
          const file = takeFile(world, one);
          attachments[file.id] = resolvedFile(world, opener.channel, file, one);
          return file.id;
        });
        return { type: ComponentType.FileUpload, values: ids };
      }
    }
  }

  return dispatchInteraction(world, {
    kind: 'form',
    person: opener.person,
    channel: opener.channel,
    source: opener.source,
    opener,
    data: {
      custom_id: form.customId,
      components,
      ...(Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {}),
    },
  });
}

function isCalled(field: FormField, key: string): boolean {
  return field.customId === key || field.label === key;
}

function needCount(field: FormField, count: number, wrong: (expected: string) => Error): void {
  const min = field.required ? Math.max(1, field.min) : 0;
  if (count < min || count > field.max) throw wrong(`${min} to ${field.max} values`);
}
