import { css, darker, lighter, mix, rgb } from './colour.ts';
import type { Layer, Pen, Stage } from './stage.ts';
import { tile } from './tile.ts';

/** Three rows of buildings; their windows are lit when it is not day. */
export function skyline(stage: Stage): Layer[] {
  const { unit, palette, horizonY, chance, wish } = stage;
  const isLit = wish.light !== 'day' && wish.light !== 'dawn';
  return [0.68, 0.42, 0.1].map((distance, row) => {
    const height = unit * (0.52 - row * 0.08);
    const place = { top: horizonY - height, height: height + 2, depth: 0.05 + row * 0.08 };
    const colour = mix(palette.relief, palette.haze, distance);
    return tile(stage, place, (pen, width, bottom) => {
      for (let x = 0; x < width;) {
        const wide = Math.min(unit * chance.between(0.06, 0.13), width - x);
        const tall = height * chance.between(0.3, 0.95) * (row === 2 ? 0.75 : 1);
        const face = mix(colour, palette.sky[0], chance.fraction() * 0.18);
        building(pen, { x, y: bottom - tall, wide, tall }, stage, {
          face,
          windowAlpha: (1 - distance * 0.8) * (isLit ? 0.95 : 0.35),
          isLit,
        });
        x += wide * chance.between(0.94, 1.12);
      }
      const mist = pen.createLinearGradient(0, bottom * 0.4, 0, bottom);
      mist.addColorStop(0, css(palette.haze, 0));
      mist.addColorStop(1, css(palette.haze, 0.6 - row * 0.22));
      pen.globalCompositeOperation = 'source-atop';
      pen.fillStyle = mist;
      pen.fillRect(0, 0, width, bottom);
    });
  });
}

type Box = { readonly x: number; readonly y: number; readonly wide: number; readonly tall: number };
type Look = { readonly face: readonly [number, number, number]; readonly windowAlpha: number; readonly isLit: boolean };

function building(pen: Pen, { x, y, wide, tall }: Box, { chance, lightSide, unit }: Stage, look: Look): void {
  const { face, windowAlpha, isLit } = look;
  const side = pen.createLinearGradient(x, 0, x + wide, 0);
  side.addColorStop(lightSide < 0 ? 0 : 1, css(lighter(face, 0.1)));
  side.addColorStop(lightSide < 0 ? 1 : 0, css(darker(face, 0.12)));
  pen.fillStyle = side;
  pen.fillRect(x, y, wide + 0.5, tall);
  const roof = chance.fraction();
  if (roof < 0.25) pen.fillRect(x + wide * 0.3, y - tall * 0.06, wide * 0.4, tall * 0.07);
  else if (roof < 0.4) pen.fillRect(x + wide * 0.48, y - tall * 0.16, Math.max(1, wide * 0.035), tall * 0.17);

  const columns = Math.max(2, Math.round(wide / (unit * 0.02)));
  const rows = Math.max(3, Math.round(tall / (unit * 0.03)));
  const warm = chance.pick([rgb(0xffd98a), rgb(0xffc670), rgb(0xfff0c2), rgb(0xa9d8ff)]);
  for (let row = 1; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (chance.fraction() > (isLit ? 0.42 : 0.8)) continue;
      const colour = isLit ? warm : lighter(face, 0.5);
      pen.fillStyle = css(colour, windowAlpha * chance.between(0.35, 1));
      const left = x + ((column + 0.24) / columns) * wide;
      pen.fillRect(left, y + (row / rows) * tall, (wide / columns) * 0.52, (tall / rows) * 0.46);
    }
  }
}
