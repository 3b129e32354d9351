import { paint, wrap, type Layer, type Pen, type Stage } from './stage.ts';

/**
 * A strip that repeats sideways, drawn once and moved with the camera. `draw` gets a pen whose
 * origin is the strip's top left, and must fit together at 0 and `width`.
 */
export function tile(
  stage: Stage,
  { top, height, depth }: { readonly top: number; readonly height: number; readonly depth: number },
  draw: (pen: Pen, width: number, height: number) => void,
): Layer {
  const width = Math.ceil(stage.width * 1.5);
  const canvas = paint(width, height, (pen) => draw(pen, width, height));
  return {
    draw(pen, { cameraX }) {
      const left = -wrap(cameraX * depth, width);
      pen.drawImage(canvas, left, top);
      // One pixel of overlap: two half covered edge columns would leave a seam.
      if (left + width < stage.width) pen.drawImage(canvas, left + width - 1, top);
    },
  };
}
