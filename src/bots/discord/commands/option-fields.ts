import {
  type APIApplicationCommandBasicOption,
  type ApplicationCommandOptionAllowedChannelType,
  ApplicationCommandOptionType,
  ChannelType,
  type LocalizationMap,
} from 'discord.js';
import type { Leaf } from '../../grammar/command.ts';
import { fieldOf } from '../../grammar/field.ts';
import type { OptionSpec } from '../../grammar/option.ts';

/** A name and a description, as Discord takes them. */
export type Described = {
  readonly name: string;
  readonly description: string;
  readonly name_localizations?: LocalizationMap;
  readonly description_localizations?: LocalizationMap;
};

/**
 * Words that stand for more than one person. Discord's own field takes none of them: beside it, each is an option that is
 * switched on.
 */
export const whoseWords = ['default', 'budget'] as const;
export type WhoseWord = (typeof whoseWords)[number];

/** Those of a command. */
export function whoseWordsOf({ options }: Pick<Leaf, 'options'>): readonly WhoseWord[] {
  const { who } = options;
  const field = who && fieldOf(who.kind);
  return field?.type === 'person' ? whoseWords.filter((word) => field.words.includes(word)) : [];
}

/** Where we can write a line. */
const channelTypes: ApplicationCommandOptionAllowedChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

/** An option of the grammar as Discord's typed ones: one, or two where its field cannot take all that is meant. */
export function optionsOf(
  spec: OptionSpec,
  described: Described,
  words: Readonly<Record<WhoseWord, Described>>,
): APIApplicationCommandBasicOption[] {
  const field = fieldOf(spec.kind);
  const common = { ...described, ...(spec.required === true ? { required: true } : {}) };
  switch (field.type) {
    case 'text':
      return [{ type: ApplicationCommandOptionType.String, ...common, min_length: 1, max_length: field.charsMax }];
    case 'lines':
      // One line is all that fits there: they are asked for in the form.
      return [];
    case 'whole':
      return [{ type: ApplicationCommandOptionType.Integer, ...common, min_value: field.min, max_value: field.max }];
    case 'yes_no':
      return [{ type: ApplicationCommandOptionType.Boolean, ...common }];
    case 'pick':
      return [
        {
          type: ApplicationCommandOptionType.String,
          ...common,
          choices: field.values.map((value) => ({ name: value, value })),
        },
      ];
    case 'suggest':
      return [{ type: ApplicationCommandOptionType.String, ...common, autocomplete: true }];
    case 'file':
      return [{ type: ApplicationCommandOptionType.Attachment, ...common, file_types: [field.accepts] }];
    case 'channels':
      // Discord's own field takes one; in text, channels are written as mentions.
      return [
        field.max === 1
          ? { type: ApplicationCommandOptionType.Channel, ...common, channel_types: channelTypes }
          : { type: ApplicationCommandOptionType.String, ...common },
      ];
    case 'person': {
      const type = field.roles ? ApplicationCommandOptionType.Mentionable : ApplicationCommandOptionType.User;
      const beside = whoseWords.filter((word) => field.words.includes(word));
      if (beside.length === 0) return [{ type, ...common }];
      return [
        { type, ...described },
        ...beside.map((word) => ({ type: ApplicationCommandOptionType.Boolean as const, ...words[word] })),
      ];
    }
  }
}
