import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../../src/core/ids.ts';
import { findPerson } from '../../../src/core/usecases/find-person.ts';
import { tenantId } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

const here = { platform: 'discord', tenantId };
const named = (text: string) => ({ kind: 'name', text }) as const;
const withId = (text: string) => ({ kind: 'externalId', text }) as const;

describe('whom a moderator means', () => {
  it('by name only those who asked for something here, so that no tenant finds another’s people', async () => {
    const { deps, admitted, userOf } = await openService();
    await userOf(bob);
    const { userId } = await admitted({}, { person: ada });
    expect(await findPerson({ ...here, by: named('ADA') }, deps)).toEqual({ kind: 'person', userId });
    expect(await findPerson({ ...here, by: named('Bob') }, deps)).toEqual({ kind: 'nobody' });
    const elsewhere = { ...here, tenantId: parseTenantId('discord:2') };
    expect(await findPerson({ ...elsewhere, by: named('Ada') }, deps)).toEqual({ kind: 'nobody' });
  });

  it('by the platform’s mention also who never asked for anything, so that a limit can be set before', async () => {
    const { deps, userOf } = await openService();
    const found = await findPerson({ ...here, by: withId('300') }, deps);
    expect(found).toEqual({ kind: 'person', userId: await userOf({ ...ada, externalId: '300' }) });
  });

  it('on a platform with one tenant everybody it knows, and nobody else', async () => {
    const { deps, userOf } = await openService();
    const there = { platform: 'console', tenantId: parseTenantId('console') };
    const userId = await userOf({ platform: 'console', externalId: 'bo', name: 'Bo' });
    expect(await findPerson({ ...there, by: named('bo') }, deps)).toEqual({ kind: 'person', userId });
    expect(await findPerson({ ...there, by: withId('bo') }, deps)).toEqual({ kind: 'person', userId });
    expect(await findPerson({ ...there, by: withId('by') }, deps)).toEqual({ kind: 'nobody' });
    await userOf({ platform: 'console', externalId: 'bo-2', name: 'BO' });
    expect(await findPerson({ ...there, by: named('Bo') }, deps)).toMatchObject({
      kind: 'several',
      people: [{ userId, externalId: 'bo' }, { externalId: 'bo-2' }],
    });
  });
});
