import type { Block } from './blocks/blocks.ts';
import { postMessage } from './messages.ts';
import { contentTypeOf, extensionOf } from './payload.ts';
import { altTextCharsMax } from './rules.ts';
import { refuse } from './web/refusal.ts';
import type { Channel, GivenFile, Person, StoredFile, Workspace } from './things.ts';
import type { World } from './world.ts';

export function isGivenFile(value: unknown): value is GivenFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

/** The first of the three steps. */
export function makeTicket(
  world: World,
  workspace: Workspace,
  name: string,
  sizeBytes: number,
  altText: string | null,
): { readonly id: string; readonly path: string } {
  if (sizeBytes === 0) throw refuse('missing_argument');
  if (workspace.uploads === 'forbidden') throw refuse('file_uploads_disabled');
  if (workspace.uploads === 'images_only' && !contentTypeOf(name).startsWith('image/')) {
    throw refuse('file_uploads_except_images_disabled');
  }
  if (workspace.forbiddenTypes.includes(extensionOf(name))) throw refuse('file_type_not_allowed');
  if (sizeBytes > workspace.fileBytesMax) throw refuse('file_upload_size_restricted');
  if (altText !== null && altText.length > altTextCharsMax) throw refuse('alt_txt_too_large');
  const file: StoredFile = {
    id: workspace.ids.next('F'),
    workspace,
    name,
    sizeBytes,
    contentType: contentTypeOf(name),
    altText,
    owner: { kind: 'bot' },
    createdAtMs: world.clock.nowMs(),
    title: name,
    state: 'ticket',
    bytes: Buffer.alloc(0),
    messages: [],
    listed: new Set(),
    givenToApp: false,
  };
  workspace.files.set(file.id, file);
  const path = `/upload/v1/${Buffer.from(`${workspace.id} ${file.id} ticket`).toString('base64url')}`;
  world.uploads.set(path, file);
  return { id: file.id, path };
}

/** The second: the bytes, once and all of them. */
export function receiveBytes(file: StoredFile, bytes: Buffer): void {
  if (file.state !== 'ticket') throw refuse('upload_url_used');
  if (bytes.length !== file.sizeBytes) throw refuse('wrong_length');
  file.bytes = bytes;
  file.state = 'uploaded';
}

export interface Sharing {
  readonly channel: Channel;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly threadTs: string | null;
}

/** The third: people see it after a while, and files.info tells of it after a while too. */
export function shareFiles(world: World, files: readonly StoredFile[], sharing: Sharing): void {
  // Alt text on what is no image: nothing is said, and nothing is shared.
  if (files.some((file) => file.altText !== null && !file.contentType.startsWith('image/'))) return;
  const { visibleMs, listedMs } = world.shareLag;
  after(world, visibleMs, () => {
    if (files.every((file) => file.state === 'deleted')) return;
    const message = postMessage(world, { ...sharing, author: { kind: 'bot' }, files });
    after(world, Math.max(0, listedMs - visibleMs), () => {
      for (const file of files) file.listed.add(message);
    });
  });
}

/** At once where there is nothing to wait for. */
function after(world: World, ms: number, act: () => void): void {
  if (ms <= 0) {
    act();
    return;
  }
  // Neither resolves into anything that can fail.
  const waited = Number.isFinite(ms) ? world.clock.sleep(ms, world.ended) : new Promise<void>(() => undefined);
  waited.then(
    () => {
      if (world.ended.aborted) return;
      act();
      world.changed();
    },
    () => undefined,
  );
}

/** "This file was deleted." stands where it was. */
export function deleteFile(file: StoredFile): void {
  file.state = 'deleted';
  file.bytes = Buffer.alloc(0);
}

/** Its own files, what it was given in a form, and what stands in a conversation that it is in. */
export function mayRead(file: StoredFile): boolean {
  if (file.owner.kind === 'bot' || file.givenToApp) return true;
  return file.messages.some((message) => !message.deleted && message.channel.botIsMember);
}

export function takeFile(world: World, person: Person, given: GivenFile, givenToApp: boolean): StoredFile {
  const { workspace } = person;
  const file: StoredFile = {
    id: workspace.ids.next('F'),
    workspace,
    name: given.name,
    sizeBytes: given.bytes.length,
    contentType: given.contentType ?? contentTypeOf(given.name),
    altText: null,
    owner: { kind: 'person', person },
    createdAtMs: world.clock.nowMs(),
    title: given.name,
    state: 'complete',
    bytes: Buffer.from(given.bytes),
    messages: [],
    listed: new Set(),
    givenToApp,
  };
  workspace.files.set(file.id, file);
  return file;
}
