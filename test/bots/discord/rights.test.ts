import { PermissionFlagsBits as Bits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { missingRights } from '../../../src/bots/discord/rights.ts';
import { en } from '../../../src/bots/messages/en.ts';

const all = Bits.ViewChannel | Bits.SendMessages | Bits.SendMessagesInThreads | Bits.AttachFiles;

describe('the rights to bring a clip', () => {
  test('are told by what is missing, in the words of Discord’s settings', () => {
    const missing = missingRights(all & ~Bits.AttachFiles & ~Bits.SendMessages, 'channel');
    expect(missing.map((right) => en.discord.rights[right])).toEqual(['Send Messages', 'Attach Files']);
    expect(missingRights(all, 'channel')).toEqual([]);
    expect(missingRights(0n, 'channel')).toEqual(['viewChannel', 'sendMessages', 'attachFiles']);
  });

  test('in a thread are those of threads', () => {
    expect(missingRights(all & ~Bits.SendMessages, 'thread')).toEqual([]);
    expect(missingRights(all & ~Bits.SendMessagesInThreads, 'thread')).toEqual(['sendMessagesInThreads']);
    expect(missingRights(all & ~Bits.SendMessagesInThreads, 'channel')).toEqual([]);
  });

  test('are all there for an administrator, and nobody sets any in direct messages', () => {
    expect(missingRights(Bits.Administrator, 'thread')).toEqual([]);
    expect(missingRights(0n, 'direct_message')).toEqual([]);
  });

  test('that only help are not asked for: neither reading the history nor embedding links', () => {
    expect(missingRights(all, 'thread')).toEqual([]);
    expect(all & (Bits.ReadMessageHistory | Bits.EmbedLinks)).toBe(0n);
  });
});
