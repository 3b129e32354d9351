import { z } from 'zod';
import { blocksPerViewMax, idCharsMax, privateMetadataCharsMax, viewTitleCharsMax } from '../rules.ts';
import { block } from './blocks.ts';
import { checkTogether } from './check.ts';
import { plain } from './text.ts';

const common = {
  blocks: z.array(block).max(blocksPerViewMax),
  private_metadata: z.string().max(privateMetadataCharsMax).optional(),
  callback_id: z.string().max(idCharsMax).optional(),
  external_id: z.string().max(idCharsMax).optional(),
};

const title = plain(viewTitleCharsMax);

export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title,
    close: title.optional(),
    submit: title.optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    ...common,
  })
  .superRefine((view, context) => {
    if (view.submit === undefined && view.blocks.some((one) => one.type === 'input')) {
      context.addIssue({ code: 'custom', path: ['submit'], message: 'is required when there is an input block' });
    }
    checkTogether(view.blocks, 'modal', (path, message) => {
      context.addIssue({ code: 'custom', path: ['blocks', ...path], message });
    });
  });

export const home = z.strictObject({ type: z.literal('home'), ...common }).superRefine((view, context) => {
  checkTogether(view.blocks, 'home', (path, message) => {
    context.addIssue({ code: 'custom', path: ['blocks', ...path], message });
  });
});

export type ModalFields = z.output<typeof modal>;
export type HomeFields = z.output<typeof home>;
export type ViewFields = ModalFields | HomeFields;
