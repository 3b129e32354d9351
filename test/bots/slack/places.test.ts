import { describe, expect, test } from 'vitest';
import {
  destinationOf,
  externalIdOf,
  fileRefOf,
  inboundKeyOf,
  inputSourceOf,
  linkInStatusRefOf,
  messageRefOf,
  personOf,
  readExternalId,
  readFileRef,
  readInputSource,
  readLinkInStatusRef,
  readMessageRef,
  teamIdOf,
  tenantOf,
} from '../../../src/bots/slack/places.ts';
import { parseTenantId } from '../../../src/core/ids.ts';
import { userId } from '../../core/samples.ts';

describe('places in Slack', () => {
  test('a workspace is a tenant, and no other platform’s tenant is a workspace', () => {
    expect(tenantOf('T1')).toBe('slack:T1');
    expect(teamIdOf(tenantOf('T1'))).toBe('T1');
    expect(teamIdOf(parseTenantId('discord:1'))).toBe(null);
    expect(teamIdOf(parseTenantId('slack:dm'))).toBe(null);
    expect(destinationOf('T1', 'C1', '1.2')).toEqual({
      platform: 'slack',
      tenantId: 'slack:T1',
      channel: 'C1',
      thread: '1.2',
    });
  });

  test('a person is named with their workspace, since their id alone means somebody else in another', () => {
    expect(readExternalId(externalIdOf('T1', 'U2'))).toEqual({ teamId: 'T1', userId: 'U2' });
    expect(readExternalId('T1:W2')).toEqual({ teamId: 'T1', userId: 'W2' });
    for (const other of ['U2', 'T1', 'T1:', 'T1:U2:U3', 'T1:C2', '']) expect(readExternalId(other)).toBe(null);
    expect(personOf({ requester: { userId, externalId: null, name: null } })).toBe(null);
  });

  test('a message, a file and a link are told apart by their names, which come back as they went', () => {
    const message = messageRefOf({ channelId: 'C1', ts: '1768478400.000100' });
    const file = fileRefOf({ channelId: 'C1', fileId: 'F1', ts: null });
    const shared = fileRefOf({ channelId: 'D1', fileId: 'F1', ts: '1768478400.000100' });
    const link = linkInStatusRefOf(message);
    expect([message, file, shared, link]).toEqual([
      'C1/1768478400.000100',
      'C1/F1',
      'D1/F1/1768478400.000100',
      'C1/1768478400.000100/link',
    ]);
    const readers = [readMessageRef, readFileRef, readLinkInStatusRef];
    const read = [message, file, shared, link].map((ref) => readers.map((reader) => reader(ref) !== null));
    expect(read).toEqual([
      [true, false, false],
      [false, true, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(readFileRef(shared)).toEqual({ channelId: 'D1', fileId: 'F1', ts: '1768478400.000100' });
    for (const wrong of ['', 'C1', '../F1', 'C1/F1/x', 'C1/../1.2', 'C1/1.2/3']) {
      expect(readers.map((reader) => reader(wrong))).toEqual([null, null, null]);
    }
  });

  test('an event and a file are named with their workspace', () => {
    expect(inboundKeyOf('T1', '13345224609.738474920.8088930838d88f008e0')).toBe(
      'slack:T1:13345224609.738474920.8088930838d88f008e0',
    );
    expect(readInputSource(inputSourceOf('T1', 'F1'))).toEqual({ teamId: 'T1', fileId: 'F1' });
  });
});
