import { upgradeOf } from '../core/upgrade.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from '../core/usecases/access.ts';
import type { Variant } from '../core/usecases/again.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import type { Asked } from './present-answers.ts';
import { askToEdit, typedAgain } from './typed-again.ts';

type Deps = Pick<RequestDeps, 'store' | 'engines'>;

/** An earlier video as the command that asks for it, to be changed and sent; in HD it keeps its seed. Changes nothing. */
export async function findEdit(
  ask: Standing & { readonly choice: JobRef; readonly variant: Variant },
  { store, engines }: Deps,
): Promise<({ readonly kind: 'edit' } & Asked) | NoAccess> {
  const found = await findJobTo('repeat', ask.choice, ask, store);
  if (found.kind !== 'found') return found;
  const { job, request } = found;
  if (request.prompt === null) return { kind: 'not_found' };
  const edit = askToEdit(job, request.visibility, engines);
  const engine = ask.variant === 'hd' ? engines.find(job.engine) : null;
  const larger = engine && upgradeOf(job, engine.capabilities);
  const wanted = larger ? { ...edit, size: larger.size, seed: job.spec.seed } : edit;
  return { kind: 'edit', ...typedAgain([wanted]) };
}
