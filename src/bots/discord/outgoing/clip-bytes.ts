import type { DeliverAsk } from '../../../core/ports/chat.ts';

export type ClipBytes =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'broken'; readonly detail: string };

/** Reads a clip into memory, where it fits: nothing is begun to be sent before all of it is there. */
export async function readClip(
  ask: Pick<DeliverAsk, 'view' | 'openClip'>,
  bytesMax: number,
  signal: AbortSignal,
): Promise<ClipBytes> {
  const known = ask.view.clip?.file.bytes ?? 0;
  if (known > bytesMax) return { kind: 'too_large' };
  try {
    const source = await ask.openClip();
    if (source.bytes !== null && source.bytes > bytesMax) return { kind: 'too_large' };
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of source.body) {
      signal.throwIfAborted();
      length += chunk.byteLength;
      if (length > bytesMax) return { kind: 'too_large' };
      chunks.push(chunk);
    }
    if (source.bytes !== null && source.bytes !== length) {
      return { kind: 'broken', detail: `expected ${source.bytes} bytes of the clip, got ${length}` };
    }
    return { kind: 'whole', bytes: Buffer.concat(chunks, length) };
  } catch (error) {
    return { kind: 'broken', detail: `the clip could not be read: ${String(error)}` };
  }
}
