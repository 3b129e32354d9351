import { describe, expect, test } from 'vitest';

import { parseTenantId } from '../../../src/core/ids.ts';
import { inputFromOwn } from '../../../src/core/own-clip.ts';
import type { Visibility } from '../../../src/core/request.ts';
import { type Deed, findJobTo, may, type Standing } from '../../../src/core/usecases/access.ts';
import { destination, idOf, spec, tenantId } from '../samples.ts';
import { ada, bob, openService } from '../service.ts';

const owner = idOf('user', 1);
const other = idOf('user', 2);
const here = destination;
const elsewhere = { ...destination, channel: 'c2' };
const otherTenant = parseTenantId('discord:2');
const file = { kind: 'image', source: 'https://cdn.example/1', mediaKey: 'aa/job_1_input' } as const;
const ownClip = inputFromOwn({ kind: 'last_frame', clipId: idOf('clip') });

const people = {
  'whose it is, from anywhere': { actor: { kind: 'user', userId: owner } },
  'somebody in the channel': { actor: { kind: 'user', userId: other }, at: here },
  'somebody in a thread of the channel': { actor: { kind: 'user', userId: other }, at: { ...here, thread: 't1' } },
  'somebody in another channel': { actor: { kind: 'user', userId: other }, at: elsewhere },
  'somebody in another tenant': { actor: { kind: 'user', userId: other }, at: { ...here, tenantId: otherTenant } },
  'somebody on another platform': { actor: { kind: 'user', userId: other }, at: { ...here, platform: 'console' } },
  'somebody of whom nothing is known': { actor: { kind: 'user', userId: other } },
  'a moderator, elsewhere': { actor: { kind: 'user', userId: other }, moderates: tenantId, at: elsewhere },
  'a moderator of another tenant': { actor: { kind: 'user', userId: other }, moderates: otherTenant, at: elsewhere },
  'the operator': { actor: { kind: 'operator' } },
  'the service itself': { actor: { kind: 'system' } },
  'an engine that calls back': { actor: { kind: 'webhook', provider: 'acme' } },
} as const satisfies Readonly<Record<string, Standing>>;

const deeds = ['see', 'stop', 'delete', 'repeat', 'build'] as const satisfies readonly Deed[];
const everything = 'see stop delete repeat build';

type Row = { readonly shown: string; readonly fromFile: string; readonly private: string; readonly deleted: string };
const table: Readonly<Record<keyof typeof people, Row>> = {
  'whose it is, from anywhere': { shown: everything, fromFile: everything, private: everything, deleted: everything },
  'somebody in the channel': { shown: 'repeat build', fromFile: 'build', private: '', deleted: '' },
  'somebody in a thread of the channel': { shown: 'repeat build', fromFile: 'build', private: '', deleted: '' },
  'somebody in another channel': { shown: '', fromFile: '', private: '', deleted: '' },
  'somebody in another tenant': { shown: '', fromFile: '', private: '', deleted: '' },
  'somebody on another platform': { shown: '', fromFile: '', private: '', deleted: '' },
  'somebody of whom nothing is known': { shown: '', fromFile: '', private: '', deleted: '' },
  'a moderator, elsewhere': {
    shown: 'see stop delete',
    fromFile: 'see stop delete',
    private: '',
    deleted: 'see stop delete',
  },
  'a moderator of another tenant': { shown: '', fromFile: '', private: '', deleted: '' },
  'the operator': { shown: everything, fromFile: everything, private: everything, deleted: everything },
  'the service itself': { shown: everything, fromFile: everything, private: everything, deleted: everything },
  'an engine that calls back': { shown: '', fromFile: '', private: '', deleted: '' },
};

describe('who may do what with a video', () => {
  test.each(Object.keys(table) as (keyof typeof people)[])('%s', (name) => {
    const allowed = (visibility: Visibility, input: typeof file | null, isDeleted = false): string => {
      const target = {
        job: { tenantId, userId: owner, spec: { ...spec, input }, cancelRequestedAtMs: null },
        request: { visibility, destination },
        isDeleted,
      };
      return deeds.filter((deed) => may(deed, people[name], target)).join(' ');
    };
    expect({
      shown: allowed('channel', null),
      fromFile: allowed('channel', file),
      private: allowed('private', null),
      deleted: allowed('channel', null, true),
    }).toEqual(table[name]);
  });

  const target = {
    job: { tenantId, userId: owner, spec: { ...spec, input: ownClip }, cancelRequestedAtMs: null },
    request: { visibility: 'channel', destination },
    isDeleted: false,
  } as const;

  test('what was made from a clip of ours can be taken up in its channel: the clip itself is asked for when it is used', () => {
    expect(may('repeat', people['somebody in the channel'], target)).toBe(true);
    expect(may('repeat', people['somebody in another channel'], target)).toBe(false);
  });

  test('nobody else builds on a clip that was cancelled, and so never shown', () => {
    const unwanted = { ...target, job: { ...target.job, cancelRequestedAtMs: 1 } };
    expect(may('build', people['somebody in the channel'], unwanted)).toBe(false);
    expect(may('build', people['whose it is, from anywhere'], unwanted)).toBe(true);
  });
});

describe('finding a job', () => {
  test('by its number or id finds it, by no number the newest of that person', async () => {
    const { admitted, userOf, store, number, clock } = await openService();
    const mine = await admitted();
    await clock.advance(1_000);
    const theirs = await admitted({}, { person: bob });
    const who: Standing = { actor: { kind: 'user', userId: await userOf(ada) } };
    expect(await findJobTo('stop', number(1), who, store)).toMatchObject({ kind: 'found', job: mine });
    expect(await findJobTo('stop', { jobId: mine.id }, who, store)).toMatchObject({ kind: 'found', job: mine });
    expect(await findJobTo('stop', number(null), who, store)).toMatchObject({ kind: 'found', job: mine });
    expect(await findJobTo('stop', number(2), who, store)).toEqual({ kind: 'not_yours' });
    expect(await findJobTo('stop', { jobId: theirs.id }, who, store)).toEqual({ kind: 'not_yours' });
    expect(await findJobTo('stop', number(3), who, store)).toEqual({ kind: 'not_found' });
    expect(await findJobTo('stop', { jobId: idOf('job', 99) }, who, store)).toEqual({ kind: 'not_found' });
  });

  test('of a person without any finds none, never the newest of somebody else', async () => {
    const { admitted, userOf, store, number } = await openService();
    await admitted();
    const who: Standing = { actor: { kind: 'user', userId: await userOf(bob) } };
    expect(await findJobTo('stop', number(null), who, store)).toEqual({ kind: 'not_found' });
  });

  test('as the operator finds any; the newest of all at the machine, and the own one in a chat', async () => {
    const { admitted, store, number, clock, userOf } = await openService();
    const own = await admitted();
    await clock.advance(1_000);
    const newest = await admitted({}, { person: bob });
    const operator: Standing = { actor: { kind: 'operator' } };
    expect(await findJobTo('stop', number(null), operator, store)).toMatchObject({ kind: 'found', job: newest });
    expect(await findJobTo('stop', number(1), operator, store)).toMatchObject({ kind: 'found', job: own });
    const inChat = { ...operator, self: await userOf(ada) };
    expect(await findJobTo('stop', number(null), inChat, store)).toMatchObject({ kind: 'found', job: own });
  });
});
