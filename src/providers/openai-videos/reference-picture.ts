import { readFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Size } from '../../core/engine.ts';

/**
 * A picture as a video can start from: of exactly the size of the video, which the API insists on, and a PNG, which
 * every server of it takes. It fills the frame, and what is over is cut off evenly.
 */
export async function referencePicture(path: string, { width, height }: Size): Promise<File> {
  const picture = await loadImage(await readFile(path));
  const canvas = createCanvas(width, height);
  const scale = Math.max(width / picture.width, height / picture.height);
  const [drawnWidth, drawnHeight] = [picture.width * scale, picture.height * scale];
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
  return new File([new Uint8Array(await canvas.encode('png'))], 'reference.png', { type: 'image/png' });
}
