import type { Chance } from './chance.ts';
import { css, darker, lighter, mix, white, type Rgb } from './colour.ts';
import type { Layer, Pen, Stage } from './stage.ts';
import { tile } from './tile.ts';

type Outline = (along: number) => number;

/** A height of 0 to 1 over a circle of length 1, so that a strip's ends meet. */
function rolling(chance: Chance, waves: readonly number[]): Outline {
  const parts = waves.map((wave, at) => ({ wave, phase: chance.fraction() * Math.PI * 2, size: 1 / (at + 1.3) }));
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  return (along) =>
    parts.reduce(
      (sum, { wave, phase, size }) => sum + size * (0.5 + 0.5 * Math.sin(along * wave * Math.PI * 2 + phase)),
      0,
    ) / total;
}

const peaksOnStrip = 8;

/** Peaks and valleys in turn, with displaced midpoints between them. */
function jagged(chance: Chance): Outline {
  const steps = 256;
  const heights = new Float64Array(steps + 1);
  const start = steps / peaksOnStrip;
  for (let at = 0; at < steps; at += start)
    heights[at] = (at / start) % 2 === 0 ? chance.between(0, 0.3) : chance.between(0.65, 1);
  heights[steps] = heights[0] ?? 0;
  for (let step = start, swing = 0.2; step > 1; step /= 2, swing *= 0.52) {
    for (let at = 0; at < steps; at += step) {
      const middle = ((heights[at] ?? 0) + (heights[at + step] ?? 0)) / 2;
      heights[at + step / 2] = middle + chance.between(-swing, swing);
    }
  }
  return (along) => {
    const at = along * steps;
    const before = heights[Math.floor(at)] ?? 0;
    const after = heights[Math.min(steps, Math.floor(at) + 1)] ?? 0;
    return before + (after - before) * (at % 1);
  };
}

function outlinePath(pen: Pen, outline: Outline, width: number, top: (height: number) => number, bottom: number): void {
  const steps = 256;
  pen.beginPath();
  pen.moveTo(0, bottom);
  for (let step = 0; step <= steps; step += 1) pen.lineTo((step / steps) * width, top(outline(step / steps)));
  pen.lineTo(width, bottom);
  pen.closePath();
}

/** Hills that grow paler with distance. */
export function hills(stage: Stage): Layer[] {
  return [0.72, 0.45, 0.18].map((distance, at) =>
    ridge(stage, {
      outline: rolling(stage.chance, at === 0 ? [2, 5] : [1, 3, 7]),
      height: stage.unit * (0.22 - at * 0.05),
      colour: mix(stage.palette.relief, stage.palette.haze, distance),
      depth: 0.06 + at * 0.07,
    }),
  );
}

/** Dunes: long backs with a sharp shaded side. */
export function dunes(stage: Stage): Layer[] {
  return [0.6, 0.3, 0.08].map((distance, at) => {
    const base = rolling(stage.chance, [1, 2]);
    const crest: Outline = (along) =>
      base(along) ** 1.6 * (0.75 + 0.25 * Math.abs(Math.sin(along * Math.PI * (2 + at))));
    return ridge(stage, {
      outline: crest,
      height: stage.unit * (0.2 - at * 0.045),
      colour: mix(stage.palette.relief, stage.palette.haze, distance),
      depth: 0.06 + at * 0.07,
    });
  });
}

/** Mountains with snow on them, before them a line of hills. */
export function mountains(stage: Stage): Layer[] {
  const { chance, palette, unit } = stage;
  const back = ridge(stage, {
    outline: jagged(chance),
    height: unit * 0.36,
    colour: mix(palette.relief, palette.haze, 0.6),
    depth: 0.05,
    snow: mix(white, palette.haze, 0.4),
  });
  const front = ridge(stage, {
    outline: jagged(chance),
    height: unit * 0.25,
    colour: mix(palette.relief, palette.haze, 0.3),
    depth: 0.1,
    snow: mix(white, palette.haze, 0.15),
  });
  const foot = ridge(stage, {
    outline: rolling(chance, [2, 5]),
    height: unit * 0.09,
    colour: mix(darker(palette.ground, 0.25), palette.haze, 0.25),
    depth: 0.18,
  });
  return [back, front, foot];
}

type Ridge = {
  readonly outline: Outline;
  readonly height: number;
  readonly colour: Rgb;
  readonly depth: number;
  readonly snow?: Rgb;
};

function ridge(stage: Stage, { outline, height, colour, depth, snow }: Ridge): Layer {
  const { horizonY, palette } = stage;
  const place = { top: horizonY - height, height: height + 2, depth };
  return tile(stage, place, (pen, width, bottom) => {
    outlinePath(pen, outline, width, (up) => height * (1 - up), bottom);
    const fill = pen.createLinearGradient(0, 0, 0, height);
    fill.addColorStop(0, css(lighter(colour, 0.06)));
    fill.addColorStop(1, css(mix(colour, palette.haze, 0.45)));
    pen.fillStyle = fill;
    pen.fill();
    if (snow === undefined) return;
    pen.globalCompositeOperation = 'source-atop';
    snowLine(pen, { width, height, snow });
    shadedSides(pen, outline, { width, height, colour, lightSide: stage.lightSide });
  });
}

/** Snow down to a ragged line. */
function snowLine(pen: Pen, { width, height, snow }: { width: number; height: number; snow: Rgb }): void {
  const teeth = 96;
  pen.fillStyle = css(snow, 0.92);
  pen.beginPath();
  pen.moveTo(0, 0);
  for (let tooth = 0; tooth <= teeth; tooth += 1) {
    const ragged = tooth % teeth === 0 ? 0 : 0.055 * Math.sin(tooth * 2.6) + 0.035 * Math.sin(tooth * 5.1);
    pen.lineTo((tooth / teeth) * width, height * (0.46 + ragged));
  }
  pen.lineTo(width, 0);
  pen.fill();
}

type Shading = { readonly width: number; readonly height: number; readonly colour: Rgb; readonly lightSide: number };

/** Darkens each peak's side away from the light, as far as the next valley. */
function shadedSides(pen: Pen, outline: Outline, { width, height, colour, lightSide }: Shading): void {
  const away = -lightSide / peaksOnStrip;
  pen.fillStyle = css(darker(colour, 0.45), 0.32);
  for (let peak = 1; peak < peaksOnStrip; peak += 2) {
    const along = peak / peaksOnStrip;
    const top = height * (1 - outline(along));
    const side = away * width;
    pen.beginPath();
    pen.moveTo(along * width, top);
    for (const [dx, dy] of [
      [0.1, 0.22],
      [-0.06, 0.36],
      [0.12, 0.6],
      [-0.12, 1],
    ] as const) {
      pen.lineTo(along * width + dx * side, top + (height - top) * dy);
    }
    pen.lineTo(along * width + side, height);
    pen.lineTo(along * width + side, 0);
    pen.lineTo(along * width, 0);
    pen.fill();
  }
}
