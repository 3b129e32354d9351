import { Image, type Canvas } from '@napi-rs/canvas';
import { readFile } from 'node:fs/promises';
import type { Size } from '../../../core/engine.ts';
import type { Chance } from './chance.ts';
import { easeInOut } from './easing.ts';
import { paint, type Layer, type Pen } from './stage.ts';

/** The input image is not there or holds no picture that can be read. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
}

/** Beyond this difference in proportions, filling the frame would cut away too much of the picture. */
const stretchMax = 1.5;
const zoomMax = 1.16;

export async function openPicture(path: string): Promise<Image> {
  const image = new Image();
  try {
    image.src = await readFile(path);
    await image.decode();
  } catch (error) {
    throw new UnreadablePicture('expected an input image that can be read (PNG, JPEG, WebP or GIF)', { cause: error });
  }
  return image;
}

type Shot = { readonly size: Size; readonly seconds: number; readonly chance: Chance; readonly prompt: string };

/** The picture in slow motion: a zoom and a pan, the way the prompt says or chance decides. */
export function movingPicture(image: Image, shot: Shot): Layer {
  const { size, seconds } = shot;
  const frame = size.width / size.height;
  const own = image.width / image.height;
  const isFilling = Math.max(frame / own, own / frame) <= stretchMax;
  const path = pathOf(shot);
  const at = (atS: number): number => 0.15 * (atS / seconds) + 0.85 * easeInOut(atS / seconds);

  const full = paint(size.width * zoomMax, size.height * zoomMax, (pen) => {
    cover(pen, image, { width: size.width * zoomMax, height: size.height * zoomMax });
  });
  if (isFilling) return { draw: (pen, { atS }) => view(pen, full, size, path(at(atS))) };

  const blurred = backgroundOf(full);
  const front = frontOf(image, size);
  return {
    draw(pen, { atS }) {
      const { zoom, panX, panY } = path(at(atS));
      view(pen, blurred, size, { zoom, panX: -panX, panY: -panY });
      const scale = zoom / zoomMax;
      const wide = front.width * scale;
      const tall = front.height * scale;
      const spare = { x: Math.abs(size.width - wide) * 0.3, y: Math.abs(size.height - tall) * 0.3 };
      pen.drawImage(
        front,
        (size.width - wide) / 2 - panX * spare.x,
        (size.height - tall) / 2 - panY * spare.y,
        wide,
        tall,
      );
    },
  };
}

type View = { readonly zoom: number; readonly panX: number; readonly panY: number };

function pathOf({ chance, prompt }: Shot): (share: number) => View {
  const text = prompt.toLowerCase();
  const says = (pattern: RegExp): number => (pattern.test(text) ? 1 : 0);
  const isOut = /\b(zoom(s|ing)? out|pull(s|ing)? (back|out))\b/.test(text);
  const wishX = says(/\bright\b/) - says(/\bleft\b/);
  const wishY = says(/\b(down|downwards?)\b/) - says(/\b(up|upwards?|ris(e|es|ing))\b/);
  const chanceX = chance.pick([-1, 1]) * 0.55;
  const chanceY = chance.between(-0.35, 0.35);
  const panX = wishX === 0 ? chanceX : wishX;
  const panY = wishY === 0 ? chanceY : wishY;
  return (share) => {
    const along = isOut ? 1 - share : share;
    return { zoom: 1.05 + (zoomMax - 1.05) * along, panX: panX * (share * 2 - 1), panY: panY * (share * 2 - 1) };
  };
}

/** Shows a part of `full`: all of it at zoom 1, moved by a share of what is then left over at the sides. */
function view(pen: Pen, full: Canvas, { width, height }: Size, { zoom, panX, panY }: View): void {
  const wide = full.width / zoom;
  const tall = full.height / zoom;
  const x = ((full.width - wide) / 2) * (1 + panX);
  const y = ((full.height - tall) / 2) * (1 + panY);
  pen.drawImage(full, x, y, wide, tall, 0, 0, width, height);
}

function cover(pen: Pen, image: Image, { width, height }: Size): void {
  const scale = Math.max(width / image.width, height / image.height);
  const wide = image.width * scale;
  const tall = image.height * scale;
  pen.fillStyle = '#20222e';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, (width - wide) / 2, (height - tall) / 2, wide, tall);
}

function backgroundOf(full: Canvas): Canvas {
  return paint(full.width, full.height, (pen) => {
    pen.filter = `blur(${Math.round(Math.min(full.width, full.height) * 0.035)}px) brightness(0.6) saturate(1.15)`;
    const spill = Math.min(full.width, full.height) * 0.1;
    pen.drawImage(full, -spill, -spill, full.width + spill * 2, full.height + spill * 2);
  });
}

/** The whole picture on its soft shadow. */
function frontOf(image: Image, { width, height }: Size): Canvas {
  const fit = Math.min(width / image.width, height / image.height) * 0.94;
  const wide = image.width * fit;
  const tall = image.height * fit;
  const margin = Math.min(width, height) * 0.06;
  return paint(wide + margin * 2, tall + margin * 2, (pen) => {
    pen.shadowColor = 'rgba(0, 0, 0, 0.55)';
    pen.shadowBlur = margin * 0.7;
    pen.shadowOffsetY = margin * 0.15;
    pen.fillStyle = '#20222e';
    pen.fillRect(margin, margin, wide, tall);
    pen.shadowColor = 'transparent';
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, margin, margin, wide, tall);
  });
}
