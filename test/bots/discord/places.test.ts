import { describe, expect, test } from 'vitest';
import {
  destinationOf,
  guildIdOf,
  inboundKeyOf,
  interactionIdOf,
  messageRefOf,
  readMessageRef,
  snowflakeAt,
  snowflakeAtMs,
  tenantOf,
} from '../../../src/bots/discord/places.ts';
import { parseTenantId } from '../../../src/core/ids.ts';
import { noonMs } from '../../doubles/world.ts';

describe('places at Discord', () => {
  test('a server is a tenant, and all direct messages are one together', () => {
    expect(tenantOf('81384788765712384')).toBe('discord:81384788765712384');
    expect(tenantOf(null)).toBe('discord:dm');
    expect(guildIdOf(tenantOf('81384788765712384'))).toBe('81384788765712384');
    expect(guildIdOf(tenantOf(null))).toBeNull();
    expect(guildIdOf(parseTenantId('slack:81384788765712384'))).toBeNull();
    expect(guildIdOf(parseTenantId('console'))).toBeNull();
  });

  test('a thread is a channel of its own', () => {
    expect(destinationOf('1', '2')).toEqual({ platform: 'discord', tenantId: 'discord:1', channel: '2', thread: null });
  });

  test('a message is found again by its name, and nothing else is taken for one', () => {
    expect(readMessageRef(messageRefOf('1', '2'))).toEqual({ channelId: '1', messageId: '2' });
    for (const ref of ['', '1', '1/', '/2', '1/2/3', 'a/b', '1/2/reelay-412.mp4', 'status:req_1']) {
      expect(readMessageRef(ref)).toBeNull();
    }
  });

  test('a command is known by its interaction', () => {
    expect(interactionIdOf(inboundKeyOf('123'))).toBe('123');
    expect(interactionIdOf('console:123')).toBeNull();
    expect(interactionIdOf('discord:abc')).toBeNull();
  });

  test('an id tells when it was given, and a time gives the first id of its moment', () => {
    expect(snowflakeAtMs('175928847299117063')).toBe(1_462_015_105_796);
    expect(snowflakeAtMs(snowflakeAt(noonMs))).toBe(noonMs);
    expect(snowflakeAt(0)).toBe('0');
  });
});
