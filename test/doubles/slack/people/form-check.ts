import { isGivenFile } from '../files.ts';
import type { SeenField } from './fields.ts';

/** What the client of a person lets them send; it throws where it would not. */
export function checkValue(field: SeenField): void {
  const { value } = field;
  const wrong = (expected: string): Error =>
    new Error(`"${field.label}" takes ${expected}, not ${JSON.stringify(value)}`);
  const empty = value === null || value.length === 0;
  if (empty) {
    if (field.required) throw new Error(`"${field.label}" is required`);
    return;
  }
  switch (field.type) {
    case 'file_input': {
      if (typeof value === 'string' || !value.every(isGivenFile)) throw wrong('files');
      if (value.length > (field.filesMax ?? 10)) throw wrong(`at most ${field.filesMax ?? 10} files`);
      const types = field.fileTypes;
      if (types && !value.every((file) => types.includes(file.name.split('.').at(-1)?.toLowerCase() ?? ''))) {
        throw wrong(`files of ${types.join(', ')}`);
      }
      return;
    }
    case 'plain_text_input':
      if (typeof value !== 'string') throw wrong('text');
      if (value.length > (field.charsMax ?? 3000)) throw wrong(`at most ${field.charsMax ?? 3000} characters`);
      if (value.length < field.charsMin) throw wrong(`at least ${field.charsMin} characters`);
      if (!field.multiline && value.includes('\n')) throw wrong('one line');
      return;
    case 'number_input': {
      const number = Number(value);
      if (typeof value !== 'string' || Number.isNaN(number)) throw wrong('a number');
      if (field.range && (number < field.range.min || number > field.range.max)) {
        throw wrong(`${field.range.min} to ${field.range.max}`);
      }
      if (!field.decimals && !Number.isInteger(number)) throw wrong('a whole number');
      return;
    }
    case 'url_text_input':
      if (typeof value !== 'string' || !URL.canParse(value)) throw wrong('an address');
      return;
    case 'email_text_input':
      if (typeof value !== 'string' || !/^\S+@\S+$/.test(value)) throw wrong('an email address');
      return;
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'checkboxes':
      if (typeof value === 'string') throw wrong('a list');
      if (field.options.length > 0 && !value.every((one) => isOption(field, one))) throw wrong(optionList(field));
      return;
    default:
      if (typeof value !== 'string') throw wrong('one value');
      if (field.options.length > 0 && !isOption(field, value)) throw wrong(optionList(field));
  }
}

function isOption(field: SeenField, value: unknown): boolean {
  return field.options.some((one) => one.value === value || one.label === value);
}

function optionList(field: SeenField): string {
  return field.options.map((one) => one.value).join(', ');
}
