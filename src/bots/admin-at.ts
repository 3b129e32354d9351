import type { UserId } from '../core/ids.ts';
import type { By } from '../core/role.ts';
import { findPerson } from '../core/usecases/find-person.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import { type Answer, said } from './answered.ts';
import type { Asker } from './asker.ts';
import { type PersonRef, personNameOf } from './grammar/person.ts';
import { catalogueFor } from './messages/catalogue.ts';
import { type MeantSet, presentNotFound } from './present-admin.ts';
import type { Showing } from './view.ts';

export type AdminDeps = Pick<RequestDeps, 'store' | 'clock' | 'ids' | 'rules' | 'engines' | 'media'> & {
  readonly judge?: RequestDeps['judge'];
};

/** Who asks for what moderators do, and where. */
export type At = AdminDeps & { readonly asker: Asker; readonly by: By; readonly showing: Showing };

export async function standing(asker: Asker, deps: AdminDeps): Promise<At> {
  const { store, clock, ids } = deps;
  const { person, role, destination, locale } = asker;
  const nowMs = clock.nowMs();
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs });
  const showing = { words: catalogueFor(locale), nowMs, engines: deps.engines };
  const { tenantId } = destination;
  await noteMember(userId, asker.member ?? null, { ...deps, tenantId });
  return { ...deps, asker, by: { userId, role, tenantId }, showing };
}

/** Finds who is meant, or says why nobody, or more than one, was found. */
export async function withPerson(
  ref: PersonRef,
  at: At,
  act: (userId: UserId) => Promise<Answer>,
  meant: MeantSet | null = null,
): Promise<Answer> {
  const { platform, tenantId } = at.asker.destination;
  const by = personNameOf(ref);
  if (by.kind === 'externalId' && ref.name !== undefined) {
    const who = { platform, externalId: by.text, name: ref.name, newId: at.ids.next('user'), nowMs: at.clock.nowMs() };
    await at.store.identify({ ...who, isMentioned: true });
  }
  const found = await findPerson({ platform, tenantId, by }, at);
  return found.kind === 'person'
    ? act(found.userId)
    : said(presentNotFound(found, { raw: ref.raw, meant }, at.showing));
}

/** What their platform says of somebody else now, where it can be asked and knows them. */
export async function refreshMember(ref: PersonRef, userId: UserId, at: At): Promise<void> {
  const by = personNameOf(ref);
  const { memberOf } = at.asker;
  if (by.kind !== 'externalId' || !memberOf) return;
  await noteMember(userId, await memberOf(by.text), { ...at, tenantId: at.by.tenantId });
}

async function noteMember(
  userId: UserId,
  note: NonNullable<Asker['member']> | null,
  { store, tenantId }: Pick<AdminDeps, 'store'> & { readonly tenantId: By['tenantId'] },
): Promise<void> {
  if (note) await store.members.note({ tenantId, userId, note });
}
