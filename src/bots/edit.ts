import type { Job } from '../core/job.ts';
import { ownSourceOf } from '../core/own-clip.ts';
import type { Request } from '../core/request.ts';
import type { NoAccess } from '../core/usecases/access.ts';
import { type AgainAsk, findAgain } from '../core/usecases/again.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import { formatAgain } from './grammar/read-again.ts';
import type { Asked } from './present-answers.ts';
import { askToEdit, typedAgain } from './typed-again.ts';

type Deps = Pick<RequestDeps, 'store' | 'engines' | 'media'>;

type Edit = { readonly kind: 'edit' } & Asked;

/**
 * An earlier video as the command that asks for it, or for it in HD, or for what happens next, to be changed and sent.
 * Changes nothing.
 */
export async function findEdit(ask: AgainAsk, deps: Deps): Promise<Edit | NoAccess> {
  const found = await findAgain(ask, deps);
  // What is large enough can still be made in another way.
  if (found.kind === 'cannot')
    return ask.variant === 'hd' ? findEdit({ ...ask, variant: 'take' }, deps) : { kind: 'not_found' };
  if (found.kind !== 'can') return found;
  const { job, request, ask: wanted } = found;
  if (ask.variant === 'take') return editOf(job, request, deps);
  if (wanted.operation !== 'make' || ask.variant === 'continue') {
    return command(job.number, ask);
  }
  // Elsewhere the same seed would be another clip.
  const engine = deps.engines.all().length === 1 ? null : wanted.engine;
  const { size, seed } = wanted;
  const edit = askToEdit(job, request.visibility, deps.engines);
  return { kind: 'edit', ...typedAgain([{ ...edit, engine, size, seed }]) };
}

/** What was made of a clip is asked for with that clip; what only became larger, with its words alone. */
async function editOf(job: Job, { visibility }: Request, { store, engines }: Deps): Promise<Edit> {
  const edit = askToEdit(job, visibility, engines);
  if (edit.operation === 'make') return { kind: 'edit', ...typedAgain([edit]) };
  const own = job.spec.operation === 'extend' ? ownSourceOf(job.spec.input) : null;
  const clip = own && (await store.clip(own.clipId));
  const source = clip && (await store.job(clip.jobId));
  if (source) return command(source.number, { variant: 'continue', prompt: job.spec.prompt });
  const { prompt, style } = edit;
  const wordsAlone = { engine: null, seconds: null, size: null, fps: null, audio: null, input: null } as const;
  return { kind: 'edit', ...typedAgain([{ ...edit, ...wordsAlone, operation: 'make', prompt, style }]) };
}

function command(number: number, { variant, prompt = null }: Pick<AgainAsk, 'variant' | 'prompt'>): Edit {
  const typed = formatAgain(number, variant, prompt);
  return { kind: 'edit', command: 'videos again', typed, shown: typed };
}
