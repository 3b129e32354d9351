import { isDeepStrictEqual } from 'node:util';
import { type REST, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';
import { z } from 'zod';

type Definitions = readonly RESTPostAPIApplicationCommandsJSONBody[];

/**
 * Makes the application's commands these, and takes away all others of it. Nothing is written where they are these
 * already, because Discord counts registrations and people's clients load every new one.
 */
export async function registerCommands(
  rest: Pick<REST, 'get' | 'put'>,
  applicationId: string,
  definitions: Definitions,
  signal: AbortSignal,
): Promise<'unchanged' | 'registered'> {
  if (await areRegistered(rest, applicationId, definitions, signal)) return 'unchanged';
  await rest.put(Routes.applicationCommands(applicationId), { body: definitions, signal });
  return 'registered';
}

/** Whether the application has these commands and no others. Discord adds ids and defaults, and sorts as it likes. */
export async function areRegistered(
  rest: Pick<REST, 'get'>,
  applicationId: string,
  definitions: Definitions,
  signal: AbortSignal,
): Promise<boolean> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = commands.safeParse(await rest.get(Routes.applicationCommands(applicationId), { query, signal }));
  return registered.success && isDeepStrictEqual(registered.data, commands.parse(definitions));
}

const localizations = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {});
const bound = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const described = {
  name: z.string(),
  name_localizations: localizations,
  description: z.string().default(''),
  description_localizations: localizations,
};

const choice = z.object({
  name: z.string(),
  name_localizations: localizations,
  value: z.union([z.string(), z.number()]),
});

const value = z.object({
  type: z.number(),
  ...described,
  required: flag,
  autocomplete: flag,
  choices: z.array(choice).default([]),
  min_value: bound,
  max_value: bound,
  min_length: bound,
  max_length: bound,
  file_types: z.array(z.string()).nullish().transform(sorted),
});
const subcommand = value.extend({ options: z.array(value).default([]) });
const option = value.extend({ options: z.array(subcommand).default([]) });

const command = z.object({
  type: z.number().default(1),
  ...described,
  default_member_permissions: z
    .string()
    .nullish()
    .transform((permissions) => permissions ?? null),
  contexts: z.array(z.number()).nullish().transform(sorted),
  integration_types: z.array(z.number()).nullish().transform(sorted),
  nsfw: flag,
  options: z.array(option).default([]),
});

const commands = z
  .array(command)
  .transform((all) => all.toSorted((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1)));

function sorted<T extends string | number>(values: readonly T[] | null | undefined): readonly T[] {
  return (values ?? []).toSorted((a, b) => (a < b ? -1 : 1));
}
