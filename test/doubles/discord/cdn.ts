import { createHash } from 'node:crypto';
import { attachmentUrlMs } from './rules.ts';
import type { Attachment, World } from './world.ts';

/** An address of an attachment as of now. It ends after a day. */
export function attachmentUrl(world: World, attachment: Attachment, folder: string, channelId: string): string {
  const nowMs = world.clock.nowMs();
  const path = `${folder}/${channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
  const untilHex = hexSeconds(nowMs + attachmentUrlMs);
  const query = `ex=${untilHex}&is=${hexSeconds(nowMs)}&hm=${signatureOf(`/${path}`, untilHex)}&`;
  return `${world.cdnUrl}/${path}?${query}`;
}

/** The bytes at an address, or null if there are none or its time is over. */
export function fileAt(world: World, url: URL): Attachment | null {
  const untilHex = url.searchParams.get('ex') ?? '';
  if (url.searchParams.get('hm') !== signatureOf(url.pathname, untilHex)) return null;
  if (Number.parseInt(untilHex, 16) * 1000 <= world.clock.nowMs()) return null;
  return world.files.get(url.pathname.split('/').at(-2) ?? '') ?? null;
}

/** The same file at an address of now, or null for an address that never was one. */
export function refreshed(world: World, url: URL): string | null {
  const [, folder, channelId, attachmentId] = url.pathname.split('/');
  const attachment = world.files.get(attachmentId ?? '');
  if (!attachment || folder === undefined || channelId === undefined) return null;
  return attachmentUrl(world, attachment, folder, channelId);
}

function hexSeconds(atMs: number): string {
  return Math.floor(atMs / 1000).toString(16);
}

function signatureOf(path: string, untilHex: string): string {
  return createHash('sha256').update(`${path} ${untilHex}`).digest('hex');
}
