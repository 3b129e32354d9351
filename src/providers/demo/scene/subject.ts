import type { Path2D } from '@napi-rs/canvas';
import { brightness, css, darker, lighter, mix, rgb, white } from './colour.ts';
import type { Pose } from './motion.ts';
import { outlineOf } from './shapes.ts';
import { glow } from './sky.ts';
import type { Pen, Stage } from './stage.ts';
import { boat, rocket } from './vehicles.ts';

export type Subject = { draw(pen: Pen, pose: Pose): void };

/** The thing that the clip is about, with its shadow. */
export function subjectOf(stage: Stage): Subject {
  const body = bodyOf(stage);
  const { wish, radius, contactY, palette, height } = stage;
  const isMirroring = wish.place === 'room' || (wish.place === 'city' && wish.weather === 'rain');
  const glows =
    wish.light === 'night' &&
    (wish.shape === 'star' || wish.shape === 'heart' || wish.shape === 'diamond' || wish.shape === 'ball');
  return {
    draw(pen, pose) {
      if (wish.place !== 'space' && wish.place !== 'ocean') shadow(pen, stage, pose);
      if (isMirroring) {
        pen.save();
        pen.beginPath();
        pen.rect(0, contactY, stage.width, height - contactY);
        pen.clip();
        pen.globalAlpha = 0.13;
        pen.translate(0, 2 * contactY);
        pen.scale(1, -1);
        placed(pen, pose, () => body(pen, pose));
        pen.restore();
      }
      if (glows) glow(pen, pose.x, pose.y, radius * 2.4, lighter(palette.subject, 0.2), 0.5);
      placed(pen, pose, () => body(pen, pose));
    },
  };
}

function placed(pen: Pen, { x, y, lean, squash }: Pose, draw: () => void): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(lean);
  pen.scale(squash, 1 / squash);
  draw();
  pen.restore();
}

/** Wider and fainter the higher the subject is, and away from the light. */
function shadow(pen: Pen, { radius, contactY, lightSide, palette, wish }: Stage, { x, lift, squash }: Pose): void {
  const height = Math.min(1, lift / (radius * 4));
  const wide = radius * (1.06 + height * 0.7) * squash;
  pen.save();
  pen.translate(x - lightSide * (radius * 0.22 + lift * 0.22), contactY - radius * 0.02);
  pen.scale(1, 0.2);
  glow(
    pen,
    0,
    0,
    wide * 1.6,
    palette.shade,
    (wish.place === 'snow' || wish.weather === 'snow' ? 0.6 : 1) * (1 - height * 0.7),
  );
  pen.restore();
  if (lift > radius * 0.1) return;
  pen.save();
  pen.translate(x, contactY - radius * 0.01);
  pen.scale(1, 0.16);
  glow(pen, 0, 0, radius * 0.95, palette.shade, 1);
  pen.restore();
}

function bodyOf(stage: Stage): (pen: Pen, pose: Pose) => void {
  const { wish, radius } = stage;
  const { shape } = wish;
  if (shape === 'boat') return (pen) => boat(pen, stage);
  if (shape === 'rocket') return (pen, pose) => rocket(pen, stage, pose);
  const outline = outlineOf(shape, radius);
  return (pen, { turn }) => {
    if (shape === 'balloon') string(pen, stage, turn);
    const isUpright = shape === 'balloon';
    pen.save();
    if (!isUpright) pen.rotate(turn);
    fillBase(pen, stage, outline, isUpright ? 0 : turn);
    pen.clip(outline, 'nonzero');
    decorate(pen, stage);
    pen.restore();
    if (shape === 'ball' || shape === 'balloon') sheen(pen, stage, outline);
  };
}

/** The colour, lit from the light's side whatever way the body is turned. */
function fillBase(pen: Pen, { palette, radius, lightSide }: Stage, outline: Path2D, turn: number): void {
  const angle = Math.atan2(-1, lightSide * 0.8) - turn;
  const dx = Math.cos(angle) * radius;
  const dy = Math.sin(angle) * radius;
  const gradient = pen.createLinearGradient(dx, dy, -dx, -dy);
  gradient.addColorStop(0, css(lighter(palette.subject, 0.32)));
  gradient.addColorStop(0.45, css(palette.subject));
  gradient.addColorStop(1, css(darker(palette.subject, 0.38)));
  pen.fillStyle = gradient;
  pen.fill(outline);
}

/** What shows that it turns. */
function decorate(pen: Pen, { wish, palette, radius }: Stage): void {
  const pale =
    brightness(palette.subject) > 0.8 ? mix(palette.subject, rgb(0x4a78c8), 0.6) : mix(palette.subject, white, 0.82);
  switch (wish.shape) {
    case 'ball':
      pen.strokeStyle = css(pale);
      pen.lineWidth = radius * 0.34;
      pen.beginPath();
      pen.ellipse(0, -radius * 0.55, radius * 1.25, radius * 0.78, 0, 0.1, Math.PI - 0.1);
      pen.stroke();
      pen.strokeStyle = css(darker(palette.subject, 0.25), 0.5);
      pen.lineWidth = radius * 0.045;
      pen.beginPath();
      pen.ellipse(0, radius * 1.3, radius * 1.1, radius * 0.9, 0, 0, Math.PI * 2);
      pen.stroke();
      return;
    case 'box': {
      const half = radius * 0.52;
      pen.strokeStyle = css(lighter(palette.subject, 0.45), 0.7);
      pen.lineWidth = radius * 0.09;
      pen.strokeRect(-half, -half, half * 2, half * 2);
      pen.fillStyle = css(lighter(palette.subject, 0.5), 0.25);
      pen.fillRect(-half, -half, half * 2, half * 2);
      return;
    }
    case 'ring':
      for (let mark = 0; mark < 11; mark += 1) {
        const angle = (mark / 11) * Math.PI * 2;
        const reach = radius * (mark % 2 === 0 ? 0.62 : 0.8);
        pen.save();
        pen.rotate(angle);
        pen.translate(reach, 0);
        pen.rotate(mark * 1.7);
        pen.fillStyle = css(mark % 3 === 0 ? white : mark % 3 === 1 ? rgb(0xffe08a) : lighter(palette.subject, 0.55));
        pen.beginPath();
        pen.roundRect(-radius * 0.075, -radius * 0.024, radius * 0.15, radius * 0.048, radius * 0.024);
        pen.fill();
        pen.restore();
      }
      return;
    case 'star':
    case 'triangle':
    case 'diamond':
      facets(pen, radius, wish.shape === 'star' ? 10 : wish.shape === 'triangle' ? 6 : 8);
      return;
    case 'heart':
      pen.fillStyle = css(white, 0.28);
      pen.beginPath();
      pen.ellipse(-radius * 0.52, -radius * 0.42, radius * 0.26, radius * 0.16, -0.7, 0, Math.PI * 2);
      pen.fill();
      return;
    case 'balloon':
    case 'boat':
    case 'rocket':
      return;
  }
}

function facets(pen: Pen, radius: number, count: number): void {
  for (let facet = 0; facet < count; facet += 2) {
    const from = (facet / count) * Math.PI * 2 - Math.PI / 2;
    const to = ((facet + 1) / count) * Math.PI * 2 - Math.PI / 2;
    pen.fillStyle = css(white, 0.17);
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.lineTo(Math.cos(from) * radius * 2, Math.sin(from) * radius * 2);
    pen.lineTo(Math.cos(to) * radius * 2, Math.sin(to) * radius * 2);
    pen.fill();
  }
}

/** Roundness: a dark rim, a highlight toward the light, a little light from below. */
function sheen(pen: Pen, { radius, lightSide, palette }: Stage, outline: Path2D): void {
  pen.save();
  pen.clip(outline);
  const rim = pen.createRadialGradient(lightSide * radius * 0.35, -radius * 0.45, radius * 0.1, 0, 0, radius * 1.12);
  rim.addColorStop(0, 'rgba(255, 255, 255, 0.16)');
  rim.addColorStop(0.5, 'rgba(0, 0, 0, 0)');
  rim.addColorStop(0.86, css(darker(palette.subject, 0.75), 0.42));
  rim.addColorStop(1, css(darker(palette.subject, 0.8), 0.6));
  pen.fillStyle = rim;
  pen.fillRect(-radius * 1.3, -radius * 1.3, radius * 2.6, radius * 2.6);
  glow(pen, 0, radius * 1.15, radius * 0.7, lighter(palette.ground, 0.3), 0.35);
  pen.restore();
  pen.save();
  pen.translate(lightSide * radius * 0.36, -radius * 0.48);
  pen.rotate(lightSide * 0.65);
  pen.scale(1, 0.62);
  glow(pen, 0, 0, radius * 0.42, white, 0.95);
  pen.restore();
}

function string(pen: Pen, { radius, palette }: Stage, turn: number): void {
  const sway = Math.sin(turn * 3) * radius * 0.2;
  pen.strokeStyle = css(mix(palette.shade, white, 0.55), 0.9);
  pen.lineWidth = Math.max(1, radius * 0.025);
  pen.beginPath();
  pen.moveTo(0, radius * 1.05);
  pen.bezierCurveTo(
    radius * 0.16 + sway,
    radius * 1.4,
    -radius * 0.18,
    radius * 1.6,
    radius * 0.05 - sway,
    radius * 2.05,
  );
  pen.stroke();
  pen.fillStyle = css(darker(palette.subject, 0.3));
  pen.beginPath();
  pen.moveTo(0, radius * 0.98);
  pen.lineTo(radius * 0.11, radius * 1.15);
  pen.lineTo(-radius * 0.11, radius * 1.15);
  pen.fill();
}
