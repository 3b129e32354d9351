import { describe, expect, test } from 'vitest';

import { sizeOfImage } from '../../src/media/image-head.ts';
import { gif } from './gif.ts';
import { jpegOnItsSide, picture, pngClaiming, textBytes } from './sample-images.ts';

describe('images that are taken', () => {
  for (const type of ['png', 'jpeg', 'webp'] as const) {
    test(`${type} gives its size`, () => {
      expect(sizeOfImage(picture(40, 30, type))).toEqual({ width: 40, height: 30 });
    });
  }

  test('gif gives its size', () => {
    expect(sizeOfImage(gif(40, 30))).toEqual({ width: 40, height: 30 });
  });

  test('a photo taken on its side gives the size in which people see it', () => {
    expect(sizeOfImage(jpegOnItsSide(40, 30))).toEqual({ width: 30, height: 40 });
  });

  test('sides of 1 and of 8192 px are the limits', () => {
    expect(sizeOfImage(pngClaiming(1, 8_192))).toEqual({ width: 1, height: 8_192 });
  });
});

describe('images that are refused', () => {
  test('a side of 0 or above 8192 px says the size that came', () => {
    for (const [width, height] of [
      [0, 10],
      [8_193, 10],
      [10, 0xffff_ffff],
    ] as const) {
      expect(() => sizeOfImage(pngClaiming(width, height))).toThrow(`sides of 1 to 8192 px, got ${width}x${height}`);
    }
  });

  test('what is no PNG, JPEG, WebP or GIF, whatever it is called', () => {
    const others = [
      'a text',
      '<svg width="10" height="10"/>',
      'BM1234567890123456789012345',
      'RIFF....WAVEfmt ',
      '8BPS',
      '',
    ];
    for (const text of others) {
      expect(() => sizeOfImage(textBytes(text))).toThrow('expected a PNG, JPEG, WebP or GIF image, got something else');
    }
  });

  test('a file that breaks off before its size', () => {
    expect(() => sizeOfImage(picture(40, 30, 'png').subarray(0, 18))).toThrow('whose size cannot be read');
    expect(() => sizeOfImage(picture(40, 30, 'jpeg').subarray(0, 40))).toThrow('whose size cannot be read');
    expect(() => sizeOfImage(picture(40, 30, 'webp').subarray(0, 22))).toThrow('expected');
    expect(() => sizeOfImage(gif(40, 30).subarray(0, 7))).toThrow('whose size cannot be read');
  });
});
