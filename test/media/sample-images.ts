import { createCanvas } from '@napi-rs/canvas';

export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A one-colour picture in each format that a canvas can write. */
export function picture(width: number, height: number, type: 'png' | 'jpeg' | 'webp'): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'teal';
  context.fillRect(0, 0, width, height);
  switch (type) {
    case 'png':
      return new Uint8Array(canvas.toBuffer('image/png'));
    case 'jpeg':
      return new Uint8Array(canvas.toBuffer('image/jpeg'));
    case 'webp':
      return new Uint8Array(canvas.toBuffer('image/webp'));
  }
}

export function tinyPng(width: number, height: number): Uint8Array {
  return picture(width, height, 'png');
}

/** A PNG that claims any size; its pixels are those of another. */
export function pngClaiming(width: number, height: number): Uint8Array {
  const bytes = Buffer.from(tinyPng(1, 1));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return new Uint8Array(bytes);
}

/** A JPEG whose camera lay on its side: stored as one size, seen as the other. */
export function jpegOnItsSide(width: number, height: number): Uint8Array {
  const jpeg = Buffer.from(picture(width, height, 'jpeg'));
  const exif = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010006000000000000', 'hex');
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
}
