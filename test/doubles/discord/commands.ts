import type { APIApplicationCommand } from 'discord.js';
import type { Command } from './schema/commands.ts';
import type { World } from './world.ts';

/** Commands as registered: all of one scope at once. What keeps its name and type keeps its id. */
export function overwriteCommands(
  world: World,
  all: readonly Command[],
  guildId: string | null,
): APIApplicationCommand[] {
  const before = commandsOf(world, guildId);
  const registered = all.map((command) => {
    const same = before.find((one) => one.name === command.name && one.type === command.type);
    return registeredAs(world, command, guildId, same);
  });
  if (guildId === null) world.commands = registered;
  else world.guildCommands.set(guildId, registered);
  return registered;
}

/** Makes one, or replaces the one that has its name and type. */
export function upsertCommand(
  world: World,
  command: Command,
  guildId: string | null,
): { made: APIApplicationCommand; isNew: boolean } {
  const before = commandsOf(world, guildId);
  const same = before.find((one) => one.name === command.name && one.type === command.type);
  const made = registeredAs(world, command, guildId, same);
  const after = [...before.filter((one) => one !== same), made];
  if (guildId === null) world.commands = after;
  else world.guildCommands.set(guildId, after);
  return { made, isNew: same === undefined };
}

export function commandsOf(world: World, guildId: string | null): APIApplicationCommand[] {
  return guildId === null ? world.commands : (world.guildCommands.get(guildId) ?? []);
}

function registeredAs(
  world: World,
  command: Command,
  guildId: string | null,
  same: APIApplicationCommand | undefined,
): APIApplicationCommand {
  const { options, ...rest } = command;
  const made = {
    description: '',
    ...rest,
    id: same?.id ?? world.snowflakes.next(),
    application_id: world.applicationId,
    version: world.snowflakes.next(),
    default_member_permissions: command.default_member_permissions ?? null,
    nsfw: command.nsfw ?? false,
    integration_types: command.integration_types ?? [0],
    contexts: command.contexts ?? null,
    dm_permission: command.dm_permission ?? true,
    ...(options && options.length > 0 ? { options } : {}),
    ...(guildId === null ? {} : { guild_id: guildId }),
  };
  // The schema is as strict as Discord's; its optional fields are merely typed wider.
  const registered = made as unknown as APIApplicationCommand;
  const unchanged = same && JSON.stringify({ ...registered, version: same.version }) === JSON.stringify(same);
  return unchanged ? same : registered;
}

/** Without the texts in other languages, as a list is given unless they are asked for. */
export function withoutLocalizations(command: APIApplicationCommand): unknown {
  return JSON.parse(
    JSON.stringify(command, (key: string, value: unknown) => (key.endsWith('_localizations') ? undefined : value)),
  );
}
