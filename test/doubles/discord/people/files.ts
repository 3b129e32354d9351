import { attachmentUrl } from '../cdn.ts';
import { attachmentFields } from '../payload/message.ts';
import type { Attachment, Channel, World } from '../world.ts';

/** A file that a person gives along. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly width?: number;
  readonly height?: number;
}

export function isGivenFile(value: unknown): value is GivenFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

export function takeFile(world: World, file: GivenFile): Attachment {
  const attachment: Attachment = {
    id: world.snowflakes.next(),
    filename: file.name.replaceAll(/[^\w.-]/g, '_'),
    contentType: file.contentType,
    bytes: Buffer.from(file.bytes),
    description: null,
  };
  world.files.set(attachment.id, attachment);
  return attachment;
}

/** As it comes with an interaction: nobody but the bot has its address. */
export function resolvedFile(
  world: World,
  channel: Channel,
  attachment: Attachment,
  given: GivenFile,
): Record<string, unknown> {
  const url = attachmentUrl(world, attachment, 'ephemeral-attachments', channel.id);
  return {
    ...attachmentFields(attachment),
    url,
    proxy_url: url,
    ephemeral: true,
    ...(given.width === undefined ? {} : { width: given.width }),
    ...(given.height === undefined ? {} : { height: given.height }),
  };
}

/** What the client of a person lets them choose. */
export function fitsFileTypes(name: string, types: readonly string[] | undefined): boolean {
  if (!types || types.length === 0) return true;
  const extension = /\.[^.]+$/.exec(name.toLowerCase())?.[0] ?? '';
  return types.some((type) => (extensionsOf[type] ?? [type.toLowerCase()]).includes(extension));
}

const extensionsOf: Readonly<Record<string, readonly string[]>> = {
  image: ['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.heic'],
  video: ['.mp4', '.mov', '.webm', '.mkv'],
  audio: ['.mp3', '.ogg', '.wav', '.flac', '.m4a'],
  document: ['.pdf', '.txt', '.doc', '.docx'],
};
