import type { Size } from '../../core/engine.ts';

/** RGB to luma and chroma weights in 1/256 of full scale, for limited range. */
type Weights = readonly [r: number, g: number, b: number];

/** `code` is the number of the matrix in ISO/IEC 23091-2. */
export type ColourMatrix = { readonly code: number; readonly y: Weights; readonly u: Weights; readonly v: Weights };

const bt601: ColourMatrix = { code: 6, y: [66, 129, 25], u: [-38, -74, 112], v: [112, -94, -18] };
const bt709: ColourMatrix = { code: 1, y: [47, 157, 16], u: [-26, -86, 112], v: [112, -102, -10] };

/** The file names its matrix; this is also the one that players guess by the size when they do not look. */
export function colourMatrixOf({ width, height }: Size): ColourMatrix {
  return width >= 1280 || height > 576 ? bt709 : bt601;
}

/** Converts RGBA frames to planar 4:2:0 in one reused buffer; chroma is the mean of each 2x2 block. */
export function yuvConverter({ width, height }: Size, matrix: ColourMatrix): (rgba: Uint8Array) => Uint8Array {
  const [yr, yg, yb] = matrix.y;
  const [ur, ug, ub] = matrix.u;
  const [vr, vg, vb] = matrix.v;
  const pixels = width * height;
  const yuv = new Uint8Array((pixels * 3) / 2);

  /** Pixels are read as little-endian words, 0xAABBGGRR: four times as fast as byte by byte. */
  const luma = (pixel: number): number =>
    ((yr * (pixel & 0xff) + yg * ((pixel >>> 8) & 0xff) + yb * ((pixel >>> 16) & 0xff) + 128) >> 8) + 16;

  return (rgba) => {
    if (rgba.length !== pixels * 4) throw new RangeError(`expected ${pixels * 4} bytes of RGBA, got ${rgba.length}`);
    const words = new Uint32Array(rgba.buffer, rgba.byteOffset, pixels);
    let u = pixels;
    let v = pixels + pixels / 4;
    for (let row = 0; row < height; row += 2) {
      const end = (row + 1) * width;
      for (let top = row * width; top < end; top += 2) {
        const bottom = top + width;
        const a = words[top] ?? 0;
        const b = words[top + 1] ?? 0;
        const c = words[bottom] ?? 0;
        const d = words[bottom + 1] ?? 0;
        yuv[top] = luma(a);
        yuv[top + 1] = luma(b);
        yuv[bottom] = luma(c);
        yuv[bottom + 1] = luma(d);
        const redBlue = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
        const red = redBlue & 0xffff;
        const blue = redBlue >>> 16;
        const green = ((a & 0xff00) + (b & 0xff00) + (c & 0xff00) + (d & 0xff00)) >>> 8;
        yuv[u] = ((ur * red + ug * green + ub * blue + 512) >> 10) + 128;
        yuv[v] = ((vr * red + vg * green + vb * blue + 512) >> 10) + 128;
        u += 1;
        v += 1;
      }
    }
    return yuv;
  };
}
