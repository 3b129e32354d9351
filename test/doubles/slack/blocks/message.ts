import { z } from 'zod';
import { blocksPerMessageMax } from '../rules.ts';
import { block } from './blocks.ts';
import { checkTogether } from './check.ts';

/** The blocks of a message. */
export const messageBlocks = z
  .array(block)
  .max(blocksPerMessageMax)
  .superRefine((all, context) => {
    checkTogether(all, 'message', (path, message) => {
      context.addIssue({ code: 'custom', path: [...path], message });
    });
  });
