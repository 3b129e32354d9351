import { css, darker, lighter, mix, rgb, white } from './colour.ts';
import { glow } from './sky.ts';
import { nearness, type Layer, type Pen, type Stage } from './stage.ts';
import { tile } from './tile.ts';

/** A wall with windows and pictures, and the light that falls through the windows onto the floor. */
export function room(stage: Stage): { readonly wall: Layer; readonly floorLight: Layer } {
  const { height, width, horizonY, palette, unit } = stage;
  const depth = nearness(stage, horizonY);
  const span = Math.ceil(width * 1.5);
  const windowWide = Math.min(unit * 0.5, span * 0.28);
  const windows = span / unit > 2.2 ? [0.17, 0.67] : [0.3];
  const wall = tile(stage, { top: 0, height: horizonY + 1, depth }, (pen, wide, tall) => {
    paper(pen, stage, wide, tall);
    for (const at of windows)
      pane(pen, stage, { x: at * wide - windowWide / 2, y: tall * 0.14, wide: windowWide, tall: tall * 0.58 });
    const frames = windows.length === 1 ? [0.78] : [0.415, 0.92];
    for (const at of frames) picture(pen, stage, at * wide, tall * 0.42, unit * 0.2);
    skirting(pen, stage, wide, tall);
  });
  const fallsBy = -stage.lightSide * unit * 0.5;
  const patchColour = css(stage.wish.light === 'night' ? rgb(0xffd9a0) : lighter(palette.sun, 0.2), 0.16);
  return {
    wall,
    floorLight: {
      draw(pen, { cameraX }) {
        const top = horizonY + (height - horizonY) * 0.08;
        const bottom = horizonY + (height - horizonY) * 0.72;
        pen.fillStyle = patchColour;
        const left = -(((cameraX * depth) % span) + span) % span;
        for (const shift of [-span, 0, span]) {
          for (const at of windows) {
            for (const half of [-1, 1]) {
              const x = left + shift + at * span + half * windowWide * 0.25;
              lightPatch(pen, stage, { x, half: windowWide * 0.2, top, bottom, fallsBy });
            }
          }
        }
      },
    },
  };
}

type Patch = {
  readonly x: number;
  readonly half: number;
  readonly top: number;
  readonly bottom: number;
  readonly fallsBy: number;
};

function lightPatch(pen: Pen, { width }: Stage, { x, half, top, bottom, fallsBy }: Patch): void {
  if (x + half * 4 + Math.abs(fallsBy) < 0 || x - half * 4 - Math.abs(fallsBy) > width) return;
  pen.beginPath();
  pen.moveTo(x - half + fallsBy * 0.2, top);
  pen.lineTo(x + half + fallsBy * 0.2, top);
  pen.lineTo(x + half * 1.9 + fallsBy, bottom);
  pen.lineTo(x - half * 1.9 + fallsBy, bottom);
  pen.fill();
}

function paper(pen: Pen, { palette, unit, lightSide }: Stage, wide: number, tall: number): void {
  const gradient = pen.createLinearGradient(0, 0, 0, tall);
  gradient.addColorStop(0, css(darker(palette.relief, 0.16)));
  gradient.addColorStop(1, css(lighter(palette.relief, 0.05)));
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, wide, tall);
  const stripes = Math.max(2, 2 * Math.round(wide / (unit * 0.18)));
  pen.fillStyle = css(lightSide < 0 ? white : darker(palette.relief, 0.3), 0.07);
  for (let stripe = 0; stripe < stripes; stripe += 2) pen.fillRect((stripe / stripes) * wide, 0, wide / stripes, tall);
}

type Box = { readonly x: number; readonly y: number; readonly wide: number; readonly tall: number };

function pane(pen: Pen, { palette, unit, wish }: Stage, { x, y, wide, tall }: Box): void {
  const frame = unit * 0.018;
  glow(
    pen,
    x + wide / 2,
    y + tall / 2,
    Math.max(wide, tall) * 1.1,
    palette.sky[2],
    wish.light === 'night' ? 0.12 : 0.45,
  );
  pen.fillStyle = css(mix(white, palette.relief, 0.15));
  pen.fillRect(x - frame * 1.6, y - frame * 1.6, wide + frame * 3.2, tall + frame * 3.2);
  const sky = pen.createLinearGradient(0, y, 0, y + tall);
  sky.addColorStop(0, css(palette.sky[0]));
  sky.addColorStop(0.6, css(palette.sky[1]));
  sky.addColorStop(1, css(palette.sky[2]));
  pen.fillStyle = sky;
  pen.fillRect(x, y, wide, tall);
  pen.save();
  pen.beginPath();
  pen.rect(x, y, wide, tall);
  pen.clip();
  glow(pen, x + wide * 0.7, y + tall * 0.35, wide * 0.6, palette.sun, 0.7);
  pen.fillStyle = css(mix(rgb(0x5c9a5b), palette.sky[1], 0.35));
  pen.beginPath();
  pen.ellipse(x + wide * 0.2, y + tall * 1.06, wide * 0.6, tall * 0.28, 0, 0, Math.PI * 2);
  pen.ellipse(x + wide * 0.85, y + tall * 1.1, wide * 0.5, tall * 0.26, 0, 0, Math.PI * 2);
  pen.fill();
  pen.restore();
  pen.fillStyle = css(mix(white, palette.relief, 0.15));
  pen.fillRect(x + wide / 2 - frame / 2, y, frame, tall);
  pen.fillRect(x, y + tall * 0.45, wide, frame);
  pen.fillRect(x - frame * 3, y + tall + frame, wide + frame * 6, frame * 1.6);
  pen.fillStyle = css(darker(palette.relief, 0.5), 0.25);
  pen.fillRect(x - frame * 2.4, y + tall + frame * 2.6, wide + frame * 4.8, frame * 0.8);
}

function picture(pen: Pen, { palette, chance }: Stage, x: number, y: number, size: number): void {
  pen.fillStyle = css(darker(palette.relief, 0.6), 0.22);
  pen.fillRect(x - size * 0.5 + size * 0.04, y - size * 0.62 + size * 0.05, size, size * 1.24);
  pen.fillStyle = css(darker(palette.ground, 0.45));
  pen.fillRect(x - size * 0.5, y - size * 0.62, size, size * 1.24);
  pen.fillStyle = css(mix(white, palette.relief, 0.3));
  pen.fillRect(x - size * 0.43, y - size * 0.55, size * 0.86, size * 1.1);
  const hues = [palette.subject, mix(palette.sky[0], white, 0.2), rgb(0xe0a44a), rgb(0x3d6f74)] as const;
  const offset = Math.floor(chance.fraction() * hues.length);
  for (const [at, [dx, dy, radius]] of (
    [
      [-0.08, 0.12, 0.26],
      [0.12, -0.12, 0.2],
      [-0.1, -0.28, 0.1],
    ] as const
  ).entries()) {
    pen.fillStyle = css(hues[(at + offset) % hues.length] ?? palette.subject, 0.85);
    pen.beginPath();
    pen.arc(x + dx * size, y + dy * size, radius * size, 0, Math.PI * 2);
    pen.fill();
  }
}

function skirting(pen: Pen, { palette, unit }: Stage, wide: number, tall: number): void {
  const board = unit * 0.045;
  pen.fillStyle = css(mix(white, palette.relief, 0.25));
  pen.fillRect(0, tall - board, wide, board);
  pen.fillStyle = css(darker(palette.relief, 0.5), 0.3);
  pen.fillRect(0, tall - board, wide, Math.max(1, unit * 0.003));
  pen.fillRect(0, tall - Math.max(1, unit * 0.005), wide, unit * 0.005);
}
