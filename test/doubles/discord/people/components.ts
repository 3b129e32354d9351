import { ComponentType, type ButtonStyle, type APIButtonComponent, type APIMessageTopLevelComponent } from 'discord.js';
import type { FormField, Interaction, Message, Person, ShownForm, World } from '../world.ts';
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
  readonly customId: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
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

export function menusOf(components: readonly APIMessageTopLevelComponent[]): SeenMenu[] {
  return inRows(components).flatMap((one) =>
    one.type === ComponentType.StringSelect
      ? [
          {
            customId: one.custom_id,
            options: one.options.map(({ label, value }) => ({ label, value })),
            disabled: one.disabled ?? false,
          },
        ]
      : [],
  );
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

export function chooseFrom(
  world: World,
  person: Person,
  message: Message,
  customId: string,
  values: readonly string[],
): Interaction {
  needSight(person, message);
  const menu = menusOf(message.components).find((one) => one.customId === customId);
  if (!menu) throw new Error(`There is no menu "${customId}"`);
  if (menu.disabled) throw new Error(`The menu "${customId}" is disabled`);
  const unknown = values.find((value) => !menu.options.some((option) => option.value === value));
  if (unknown !== undefined) throw new Error(`The menu "${customId}" has no "${unknown}"`);
  return dispatchComponent(world, person, message, {
    custom_id: customId,
    component_type: ComponentType.StringSelect,
    values: [...values],
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
