import { escapeText } from '../markup.ts';
import type { Channel, Interaction, Person, Workspace } from '../things.ts';
import type { World } from '../world.ts';
import { makeInteraction } from './interact.ts';

/** A slash command as it is registered. */
export interface CommandSetting {
  readonly command: string;
  readonly should_escape?: boolean;
}

/** Types a slash command into a conversation; in a thread there are none. */
export function typeCommand(
  world: World,
  person: Person,
  channel: Channel,
  line: string,
  registered: readonly CommandSetting[] | null,
): Interaction {
  needRoom(person, channel);
  const [, command = '', typed = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  if (command === '') throw new Error(`A command begins with a slash, not "${line}"`);
  const setting = registered?.find((one) => one.command === command);
  if (registered && !setting) throw new Error(`${command} is not a valid command`);
  const escapes = setting ? setting.should_escape === true : true;
  const { workspace } = person;
  return makeInteraction(world, {
    kind: 'command',
    person,
    channel,
    answerable: true,
    payload: ({ triggerId, responseUrl }) => ({
      token: world.verificationToken,
      team_id: workspace.id,
      team_domain: workspace.domain,
      channel_id: channel.id,
      channel_name: channelName(channel),
      user_id: person.id,
      user_name: person.handle,
      command,
      text: escapes ? withIds(workspace, typed.trim()) : escapeText(typed.trim()),
      api_app_id: world.appId,
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: triggerId,
    }),
  });
}

/** Who is not in a public channel joins it; anywhere else one has to be. */
export function needRoom(person: Person, channel: Channel): void {
  if (person.workspace !== channel.workspace) throw new Error(`${person.name} is of another workspace`);
  if (channel.archived) throw new Error('Nobody writes in an archived channel');
  if (channel.kind === 'public') channel.members.add(person);
  if (!channel.members.has(person)) throw new Error(`${person.name} does not see ${channel.name}`);
}

function channelName(channel: Channel): string {
  if (channel.kind === 'public') return channel.name;
  return channel.kind === 'dm' ? 'directmessage' : 'privategroup';
}

/**
 * As Slack sends what was typed: `&`, `<` and `>` are escaped, and with `should_escape` people and channels are
 * `<@U1|name>` and `<#C1|name>`, addresses `<https://…>`. Names of nobody stay as they are.
 */
export function withIds(workspace: Workspace, typed: string): string {
  const people = [...workspace.people.values()].flatMap((one) => [
    { name: one.name, text: `<@${one.id}|${one.handle}>` },
    { name: one.handle, text: `<@${one.id}|${one.handle}>` },
  ]);
  const groups = [...(workspace.groups?.values() ?? [])].map(({ id, handle }) => ({
    name: handle,
    text: `<!subteam^${id}|@${handle}>`,
  }));
  const channels = [...workspace.channels.values()]
    .filter((one) => one.kind === 'public')
    .map((one) => ({ name: one.name, text: `<#${one.id}|${one.name}>` }));
  return typed.split(/(https?:\/\/[^\s<>]+|(?<![\w/@#])[@#])/).reduce<{ done: string; mark: string }>(
    ({ done, mark }, part, at) => {
      if (at % 2 === 1 && part.length > 1) return { done: `${done}<${escapeText(part)}>`, mark: '' };
      if (at % 2 === 1) return { done, mark: part };
      return { done: done + named(mark, part, mark === '@' ? [...people, ...groups] : channels), mark: '' };
    },
    { done: '', mark: '' },
  ).done;
}

/** The longest name that stands there wins. */
function named(mark: string, text: string, known: readonly { readonly name: string; readonly text: string }[]): string {
  if (mark === '') return escapeText(text);
  const found = known
    .filter(({ name }) => {
      const rest = text.slice(name.length);
      return text.toLowerCase().startsWith(name.toLowerCase()) && !/^[\w-]/.test(rest);
    })
    .toSorted((one, other) => other.name.length - one.name.length)[0];
  return found ? found.text + escapeText(text.slice(found.name.length)) : escapeText(mark + text);
}
