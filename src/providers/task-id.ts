import { z } from 'zod';

/** An engine's name for a task, where nothing closer is known: it is stored, and goes into addresses as one part of a path. */
export const anyTaskId = z.string().regex(/^(?!\.{1,2}$)[\x21-\x7e]{1,500}$/, { error: 'expected the id of a task' });
