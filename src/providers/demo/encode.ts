import hme from 'h264-mp4-encoder';
import type { Size } from '../../core/engine.ts';
import { settleMp4 } from './mp4-layout.ts';
import { colourMatrixOf, yuvConverter } from './yuv.ts';

/** Quantiser of 10 to 51; at this one a second of 720p takes some 400 kB and shows no blocks. */
const quantizationParameter = 20;
/** The encoder's fastest search: half the time of its default for a file a quarter larger. */
const speed = 10;
/** Key frames pulse faintly in smooth gradients, so they come seldom. */
const keyFrameEverySeconds = 4;
const filename = 'clip.mp4';

export interface ClipEncoder extends Disposable {
  /** Takes the RGBA pixels of the next frame, row by row. */
  addFrame(rgba: Uint8Array): void;
  /** The finished MP4. Only once. */
  finish(): Uint8Array;
}

/** Opens an H.264 encoder. Its output grows in memory; a frame's pixels are not kept. */
export async function encodeClip({ width, height, fps }: Size & { fps: number }): Promise<ClipEncoder> {
  const encoder = await hme.createH264MP4Encoder();
  Object.assign(encoder, { width, height, frameRate: fps, quantizationParameter, speed });
  encoder.groupOfPictures = keyFrameEverySeconds * fps;
  encoder.outputFilename = filename;
  encoder.initialize();

  const matrix = colourMatrixOf({ width, height });
  const convert = yuvConverter({ width, height }, matrix);
  let open = true;
  const close = (): void => {
    if (open) encoder.finalize();
    open = false;
  };
  return {
    addFrame: (rgba) => encoder.addFrameYuv(convert(rgba)),
    finish() {
      close();
      return settleMp4(encoder.FS.readFile(filename), matrix.code);
    },
    [Symbol.dispose]() {
      close();
      encoder.FS.unlink(filename);
      encoder.delete();
    },
  };
}
