import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';

const headBytes = 12;

/** A stored input as engines take it: its type read from its first bytes, never from a name. Not read into memory. */
export async function openInputFile(path: string): Promise<File> {
  const type = typeOf(await headOf(path));
  return new File([await openAsBlob(path, { type })], `input.${type.split('/')[1] ?? 'bin'}`, { type });
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer;
  } finally {
    await file.close();
  }
}

function typeOf(head: Buffer): string {
  const text = head.toString('latin1');
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp';
  if (text.slice(4, 8) === 'ftyp') return 'video/mp4';
  if (text.startsWith('\x1aE\xdf\xa3')) return 'video/webm';
  throw new Error('expected a PNG, JPEG, GIF or WebP image, or an MP4 or WebM video');
}
