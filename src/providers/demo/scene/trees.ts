import { css, darker, lighter, mix, type Rgb } from './colour.ts';
import type { Layer, Pen, Stage } from './stage.ts';
import { tile } from './tile.ts';

/** A fir with its foot at (x, y). */
export function fir(pen: Pen, x: number, y: number, height: number, colour: Rgb, snow: Rgb | null): void {
  const storeys = 4;
  pen.fillStyle = css(darker(colour, 0.45));
  pen.fillRect(x - height * 0.025, y - height * 0.14, height * 0.05, height * 0.14);
  for (let storey = 0; storey < storeys; storey += 1) {
    const base = y - height * (0.1 + storey * 0.2);
    const half = height * (0.24 - storey * 0.045);
    const tip = base - height * (storey === storeys - 1 ? 0.3 : 0.32);
    pen.fillStyle = css(lighter(colour, storey * 0.035));
    triangle(pen, x, tip, half, base);
    pen.fill();
    if (snow === null) continue;
    pen.fillStyle = css(snow);
    triangle(pen, x, tip, half * 0.5, tip + (base - tip) * 0.5);
    pen.fill();
  }
}

function triangle(pen: Pen, x: number, tip: number, half: number, base: number): void {
  pen.beginPath();
  pen.moveTo(x, tip);
  pen.quadraticCurveTo(x + half * 0.35, tip + (base - tip) * 0.7, x + half, base);
  pen.quadraticCurveTo(x, base + (base - tip) * 0.1, x - half, base);
  pen.quadraticCurveTo(x - half * 0.35, tip + (base - tip) * 0.7, x, tip);
}

/** A round tree with its foot at (x, y). */
export function leafTree(pen: Pen, x: number, y: number, height: number, colour: Rgb): void {
  pen.fillStyle = css(darker(mix(colour, [110, 70, 40], 0.75), 0.15));
  pen.beginPath();
  pen.moveTo(x - height * 0.045, y);
  pen.lineTo(x - height * 0.022, y - height * 0.5);
  pen.lineTo(x + height * 0.022, y - height * 0.5);
  pen.lineTo(x + height * 0.045, y);
  pen.fill();
  const puffs = [
    [0, -0.55, 0.25, 0],
    [-0.17, -0.58, 0.19, 0.03],
    [0.17, -0.6, 0.2, 0.03],
    [0, -0.76, 0.23, 0.09],
    [-0.07, -0.8, 0.13, 0.18],
  ] as const;
  for (const [dx, dy, size, light] of puffs) {
    pen.fillStyle = css(lighter(colour, light));
    pen.beginPath();
    pen.arc(x + dx * height, y + dy * height, size * height, 0, Math.PI * 2);
    pen.fill();
  }
}

/** A saguaro with its foot at (x, y). */
export function cactus(pen: Pen, x: number, y: number, height: number, colour: Rgb): void {
  pen.strokeStyle = css(colour);
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = height * 0.16;
  const limbs = [
    [
      [0, 0.04],
      [0, -0.9],
    ],
    [
      [0, -0.35],
      [-0.26, -0.38],
      [-0.26, -0.68],
    ],
    [
      [0, -0.22],
      [0.24, -0.26],
      [0.24, -0.5],
    ],
  ] as const;
  for (const [at, limb] of limbs.entries()) {
    pen.lineWidth = height * (at === 0 ? 0.17 : 0.12);
    pen.beginPath();
    for (const [dx, dy] of limb) pen.lineTo(x + dx * height, y + dy * height);
    pen.stroke();
  }
}

/** Rows of firs, paler behind. */
export function treeLines(stage: Stage, colour: Rgb, snow: Rgb | null): Layer[] {
  const { unit, palette, horizonY, chance } = stage;
  return [0.66, 0.4, 0.12].map((distance, row) => {
    const height = unit * (0.2 + row * 0.07);
    const place = { top: horizonY - height * 1.08, height: height * 1.1, depth: 0.08 + row * 0.09 };
    return tile(stage, place, (pen, width, bottom) => {
      const count = Math.round((width / height) * (5 - row * 1.2));
      const tone = mix(colour, palette.haze, distance);
      for (let at = 0; at < count; at += 1) {
        const tall = height * chance.between(0.5, 1);
        // Kept off the seam, where half a tree would be cut.
        const x = tall * 0.25 + (at / count) * (width - tall * 0.5);
        fir(
          pen,
          x,
          bottom,
          tall,
          mix(tone, palette.haze, chance.fraction() * 0.12),
          snow && mix(snow, palette.haze, distance),
        );
      }
      const mist = pen.createLinearGradient(0, bottom * 0.5, 0, bottom);
      mist.addColorStop(0, css(palette.haze, 0));
      mist.addColorStop(1, css(palette.haze, 0.5 - row * 0.18));
      pen.globalCompositeOperation = 'source-atop';
      pen.fillStyle = mist;
      pen.fillRect(0, 0, width, bottom);
    });
  });
}
