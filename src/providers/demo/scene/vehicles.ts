import { css, darker, lighter, mix, rgb, white } from './colour.ts';
import { glow } from './sky.ts';
import type { Pen, Stage } from './stage.ts';

/** A sailing boat around its middle. */
export function boat(pen: Pen, { radius, palette, lightSide }: Stage): void {
  const sail = (from: number, to: number, top: number, colour: string): void => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.moveTo(from * radius, top * radius);
    pen.quadraticCurveTo((from + (to - from) * 0.75) * radius, -radius * 0.3, to * radius, radius * 0.42);
    pen.lineTo(from * radius, radius * 0.42);
    pen.fill();
  };
  pen.fillStyle = css(rgb(0x6b4a30));
  pen.fillRect(-radius * 0.03, -radius * 1.28, radius * 0.06, radius * 1.85);
  sail(0.07, 0.95, -1.2, css(mix(white, palette.haze, 0.08)));
  sail(-0.07, -0.72, -1, css(mix(white, palette.subject, 0.35)));
  const hull = pen.createLinearGradient(0, radius * 0.5, 0, radius * 1.05);
  hull.addColorStop(0, css(lighter(palette.subject, 0.15)));
  hull.addColorStop(1, css(darker(palette.subject, 0.45)));
  pen.fillStyle = hull;
  pen.beginPath();
  pen.moveTo(-radius * 1.1, radius * 0.5);
  pen.lineTo(radius * 1.25, radius * 0.5);
  pen.quadraticCurveTo(radius * 0.95, radius * 1.08, radius * 0.55, radius * 1.08);
  pen.lineTo(-radius * 0.7, radius * 1.08);
  pen.quadraticCurveTo(-radius * 1.05, radius * 0.95, -radius * 1.1, radius * 0.5);
  pen.fill();
  pen.fillStyle = css(white, 0.85);
  pen.fillRect(-radius * 1.06, radius * 0.56, radius * 2.25, radius * 0.06);
  pen.fillStyle = css(lightSide > 0 ? palette.subject : lighter(palette.subject, 0.3));
  pen.beginPath();
  pen.moveTo(0, -radius * 1.28);
  pen.lineTo(radius * 0.34, -radius * 1.19);
  pen.lineTo(0, -radius * 1.09);
  pen.fill();
}

/** A rocket on its way up to the right, its flame flickering with its turn. */
export function rocket(
  pen: Pen,
  { radius, palette, wish }: Stage,
  { x, turn }: { readonly x: number; readonly turn: number },
): void {
  pen.save();
  pen.rotate(wish.motion === 'falling' ? Math.PI : Math.PI * 0.28);
  const flicker = 1 + 0.16 * Math.sin(x * 0.9 + turn * 5);
  glow(pen, 0, radius * 1.25, radius * 0.95, rgb(0xff9a3c), 0.55);
  for (const [wide, long, colour] of [
    [0.3, 1.05, rgb(0xff7a2f)],
    [0.17, 0.66, rgb(0xfff0b0)],
  ] as const) {
    pen.fillStyle = css(colour);
    pen.beginPath();
    pen.moveTo(-radius * wide, radius * 0.78);
    pen.quadraticCurveTo(0, radius * (0.9 + long * 2 * flicker * 0.6), radius * wide, radius * 0.78);
    pen.fill();
  }
  pen.fillStyle = css(darker(palette.subject, 0.12));
  pen.beginPath();
  pen.moveTo(-radius * 0.3, radius * 0.2);
  pen.lineTo(-radius * 0.72, radius * 0.95);
  pen.lineTo(radius * 0.72, radius * 0.95);
  pen.lineTo(radius * 0.3, radius * 0.2);
  pen.fill();
  const hull = pen.createLinearGradient(-radius * 0.45, 0, radius * 0.45, 0);
  hull.addColorStop(0, css(rgb(0xffffff)));
  hull.addColorStop(0.55, css(rgb(0xe8ebf2)));
  hull.addColorStop(1, css(rgb(0x9aa3b8)));
  pen.fillStyle = hull;
  pen.beginPath();
  pen.moveTo(0, -radius * 1.25);
  pen.bezierCurveTo(radius * 0.52, -radius * 0.75, radius * 0.5, radius * 0.2, radius * 0.32, radius * 0.85);
  pen.lineTo(-radius * 0.32, radius * 0.85);
  pen.bezierCurveTo(-radius * 0.5, radius * 0.2, -radius * 0.52, -radius * 0.75, 0, -radius * 1.25);
  pen.fill();
  pen.save();
  pen.clip();
  pen.fillStyle = css(palette.subject);
  pen.fillRect(-radius, -radius * 1.3, radius * 2, radius * 0.56);
  pen.restore();
  pen.fillStyle = css(darker(palette.subject, 0.3));
  pen.beginPath();
  pen.arc(0, -radius * 0.22, radius * 0.22, 0, Math.PI * 2);
  pen.fill();
  pen.fillStyle = css(rgb(0x9fd4ff));
  pen.beginPath();
  pen.arc(0, -radius * 0.22, radius * 0.15, 0, Math.PI * 2);
  pen.fill();
  pen.restore();
}
