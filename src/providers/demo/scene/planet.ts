import { css, darker, lighter, mix } from './colour.ts';
import { glow } from './sky.ts';
import { paint, type Layer, type Pen, type Stage } from './stage.ts';

/** Space: a ringed planet far off and the bright edge of a near one, drawn once. */
export function planets(stage: Stage): Layer {
  const { width, height } = stage;
  const far = paint(width, height, (pen) => ringed(pen, stage));
  const near = paint(width, height, (pen) => limb(pen, stage));
  return {
    draw(pen, { cameraX }) {
      pen.drawImage(far, -cameraX * 0.02, 0);
      pen.drawImage(near, 0, 0);
    },
  };
}

function ringed(pen: Pen, { width, horizonY, unit, palette, lightSide, chance }: Stage): void {
  const x = width * (0.5 + lightSide * 0.27);
  const y = horizonY * 0.42;
  const radius = unit * chance.between(0.1, 0.14);
  const colour = lighter(palette.relief, 0.15);
  const ring = (from: number, to: number): void => {
    for (const [size, alpha] of [
      [2.05, 0.35],
      [1.8, 0.6],
      [1.55, 0.3],
    ] as const) {
      pen.strokeStyle = css(lighter(palette.relief, 0.5), alpha);
      pen.lineWidth = radius * 0.14;
      pen.beginPath();
      pen.ellipse(x, y, radius * size, radius * size * 0.28, -0.35, from, to);
      pen.stroke();
    }
  };
  glow(pen, x, y, radius * 3, colour, 0.25);
  ring(Math.PI, Math.PI * 2);
  const shade = pen.createRadialGradient(
    x + lightSide * radius * 0.5,
    y - radius * 0.5,
    radius * 0.1,
    x,
    y,
    radius * 1.05,
  );
  shade.addColorStop(0, css(lighter(colour, 0.35)));
  shade.addColorStop(0.55, css(colour));
  shade.addColorStop(1, css(darker(colour, 0.75)));
  pen.fillStyle = shade;
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
  ring(0, Math.PI);
}

function limb(pen: Pen, { width, height, horizonY, palette }: Stage): void {
  const top = horizonY + (height - horizonY) * 0.42;
  const radius = Math.max(width, height) * 1.5;
  const y = top + radius;
  const air = pen.createRadialGradient(width / 2, y, radius * 0.985, width / 2, y, radius * 1.06);
  air.addColorStop(0, css(lighter(palette.relief, 0.4), 0.75));
  air.addColorStop(0.2, css(palette.relief, 0.3));
  air.addColorStop(1, css(palette.relief, 0));
  pen.fillStyle = air;
  pen.fillRect(0, 0, width, height);
  const body = pen.createLinearGradient(0, top, 0, height);
  body.addColorStop(0, css(lighter(palette.ground, 0.25)));
  body.addColorStop(0.25, css(palette.ground));
  body.addColorStop(1, css(mix(darker(palette.ground, 0.75), palette.sky[0], 0.4)));
  pen.fillStyle = body;
  pen.beginPath();
  pen.arc(width / 2, y, radius, 0, Math.PI * 2);
  pen.fill();
}
