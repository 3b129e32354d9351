import { findForgettable, forgetPerson } from '../core/usecases/forget-person.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import type { Asker } from './asker.ts';
import { knownAs, showingFor } from './asking.ts';
import { presentForgotten, presentForgettable } from './present-forgetting.ts';
import type { View } from './view.ts';

/** `/videos forget-me`: what it means, or done. */
export async function answerForgetMe(
  isSure: boolean,
  asker: Asker,
  deps: Pick<RequestDeps, 'store' | 'clock' | 'ids' | 'engines' | 'media'>,
): Promise<View> {
  const { userId } = await knownAs(asker, deps);
  const showing = showingFor(asker, deps);
  if (!isSure) return presentForgettable(await findForgettable({ userId }, deps), showing);
  const by = { userId, role: asker.role, tenantId: asker.destination.tenantId };
  return presentForgotten(await forgetPerson(by, deps), showing);
}
