import { ComponentType, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import { rowsMax } from '../rules.ts';
import type { FormField, ShownForm } from '../world.ts';
import { customId, stringSelect } from './components.ts';

/** A form ("modal") as an app opens it. */

const numberId = z.int().min(0).optional();
const required = z.boolean().nullish();

const textInput = z.strictObject({
  type: z.literal(ComponentType.TextInput),
  id: numberId,
  custom_id: customId,
  style: z.literal([TextInputStyle.Short, TextInputStyle.Paragraph]),
  value: z.string().max(4000).nullish(),
  placeholder: z.string().max(100).nullish(),
  required,
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
});

const option = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  default: z.boolean().nullish(),
});

const several = {
  id: numberId,
  custom_id: customId,
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
  required,
};

const inLabel = z.discriminatedUnion('type', [
  textInput,
  stringSelect,
  z.strictObject({
    ...several,
    type: z.literal(ComponentType.FileUpload),
    file_types: z
      .array(z.string().regex(/^(image|video|audio|document|\.[a-z0-9]+)$/i))
      .max(10)
      .optional(),
  }),
  z.strictObject({
    type: z.literal(ComponentType.RadioGroup),
    id: numberId,
    custom_id: customId,
    required,
    options: z.array(option).min(2).max(10),
  }),
  z.strictObject({ ...several, type: z.literal(ComponentType.CheckboxGroup), options: z.array(option).min(1).max(10) }),
  z.strictObject({
    type: z.literal(ComponentType.Checkbox),
    id: numberId,
    custom_id: customId,
    default: z.boolean().nullish(),
  }),
]);

const label = z.strictObject({
  type: z.literal(ComponentType.Label),
  id: numberId,
  label: z.string().min(1).max(45),
  description: z.string().min(1).max(100).nullish(),
  component: inLabel,
});

const row = z.strictObject({
  type: z.literal(ComponentType.ActionRow),
  id: numberId,
  components: z.tuple([textInput.extend({ label: z.string().min(1).max(45) })]),
});

const text = z.strictObject({
  type: z.literal(ComponentType.TextDisplay),
  id: numberId,
  content: z.string().min(1).max(4000),
});

export const form = z
  .strictObject({
    custom_id: customId,
    title: z.string().min(1).max(45),
    components: z
      .array(z.discriminatedUnion('type', [label, row, text]))
      .min(1)
      .max(rowsMax),
  })
  .superRefine((opened, context) => {
    const fields = shownForm(opened).fields;
    const ids = fields.map((one) => one.customId);
    if (new Set(ids).size < ids.length) {
      context.addIssue({ code: 'custom', path: ['components'], message: 'Component custom id cannot be duplicated.' });
    }
    for (const one of fields) {
      if (one.kind === 'text' && typeof one.value === 'string' && one.value.length > one.max) {
        const message = `${one.customId}: the value is longer than max_length ${one.max}.`;
        context.addIssue({ code: 'custom', path: ['components'], message });
      }
      if (one.min > one.max) {
        context.addIssue({ code: 'custom', path: ['components'], message: `${one.customId}: min is above max.` });
      }
    }
  });

type Form = Pick<z.output<typeof form>, 'custom_id' | 'title' | 'components'>;
type Inner = z.output<typeof inLabel>;

export function shownForm(opened: Form): ShownForm {
  return {
    customId: opened.custom_id,
    title: opened.title,
    fields: opened.components.flatMap((component): FormField[] => {
      if (component.type === ComponentType.Label) return [field(component.component, component.label, 'label')];
      if (component.type !== ComponentType.ActionRow) return [];
      return component.components.map((input) => field(input, input.label, 'row'));
    }),
  };
}

function field(inner: Inner, labelText: string, wrapper: FormField['wrapper']): FormField {
  const base = { customId: inner.custom_id, label: labelText, wrapper, options: [], min: 0, max: 0 };
  switch (inner.type) {
    case ComponentType.TextInput:
      return {
        ...base,
        kind: 'text',
        value: inner.value ?? '',
        required: inner.required ?? true,
        min: inner.min_length ?? 0,
        max: inner.max_length ?? 4000,
      };
    case ComponentType.Checkbox:
      return { ...base, kind: 'checkbox', value: inner.default ?? false, required: false };
    case ComponentType.FileUpload:
      return { ...base, kind: 'files', value: null, ...counts(inner) };
    case ComponentType.StringSelect:
      return { ...base, kind: 'select', ...chosen(inner), ...counts(inner) };
    case ComponentType.CheckboxGroup:
      return { ...base, kind: 'checkboxes', ...chosen(inner), ...counts(inner, inner.options.length) };
    case ComponentType.RadioGroup: {
      const picked = chosen(inner);
      return { ...base, kind: 'radio', ...picked, value: picked.value[0] ?? null, ...counts(inner) };
    }
  }
}

function chosen(inner: { readonly options: readonly z.output<typeof option>[] }): {
  value: string[];
  options: FormField['options'];
} {
  return {
    value: inner.options.filter((one) => one.default).map((one) => one.value),
    options: inner.options.map((one) => ({ label: one.label, value: one.value })),
  };
}

function counts(
  inner: {
    readonly required?: boolean | null | undefined;
    readonly min_values?: number | null | undefined;
    readonly max_values?: number | null | undefined;
  },
  maxDefault = 1,
): Pick<FormField, 'required' | 'min' | 'max'> {
  return { required: inner.required ?? true, min: inner.min_values ?? 1, max: inner.max_values ?? maxDefault };
}
