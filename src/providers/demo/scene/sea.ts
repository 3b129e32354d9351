import { css, darker, lighter, mix, white } from './colour.ts';
import { nearness, paint, type Layer, type Moment, type Pen, type Stage } from './stage.ts';

const crests = 11;

/** The sea in front of and behind the subject, as crests that grow toward the viewer. */
export function sea(stage: Stage): { readonly behind: Layer; readonly before: Layer } {
  const { height, horizonY, contactY, width, palette } = stage;
  const base = paint(width, height - horizonY, (pen) => {
    const gradient = pen.createLinearGradient(0, 0, 0, height - horizonY);
    gradient.addColorStop(0, css(mix(palette.ground, palette.sky[2], 0.6)));
    gradient.addColorStop(1, css(palette.ground));
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, width, height - horizonY);
  });
  const rows = Array.from({ length: crests }, (_, at) => row(stage, ((at + 1) / crests) ** 1.5));
  const behind = rows.filter(({ y }) => y <= contactY);
  const before = rows.filter(({ y }) => y > contactY);
  return {
    behind: {
      draw(pen, moment) {
        pen.drawImage(base, 0, horizonY);
        for (const each of behind) each.draw(pen, moment);
      },
    },
    before: {
      draw(pen, moment) {
        for (const each of before) each.draw(pen, moment);
      },
    },
  };
}

function row(stage: Stage, share: number): Layer & { readonly y: number } {
  const { height, horizonY, palette, unit, chance, width } = stage;
  const y = horizonY + (height - horizonY) * (0.03 + share * 0.92);
  const near = nearness(stage, y);
  const phase = chance.fraction() * Math.PI * 2;
  const speed = chance.between(0.7, 1.1) * (chance.fraction() < 0.5 ? -1 : 1);
  const colour = mix(
    mix(palette.ground, palette.sky[2], 0.5 * (1 - share) ** 2),
    darker(palette.ground, 0.45),
    share * 0.75,
  );
  const wave = (x: number, { atS, cameraX }: Moment): number => {
    const along = (x - width / 2) / near + cameraX;
    return swell(along / unit, atS, phase, speed) * unit * 0.022 * near;
  };
  return {
    y,
    draw(pen, moment) {
      crest(pen, width, (x) => y + wave(x, moment));
      pen.lineTo(width, height);
      pen.lineTo(0, height);
      pen.closePath();
      pen.fillStyle = css(colour);
      pen.fill();
      crest(pen, width, (x) => y + wave(x, moment));
      pen.strokeStyle = css(lighter(mix(palette.ground, white, 0.45), 0.1), 0.1 + 0.3 * share);
      pen.lineWidth = Math.max(0.8, unit * 0.003 * near);
      pen.stroke();
    },
  };
}

function crest(pen: Pen, width: number, y: (x: number) => number): void {
  const steps = 56;
  pen.beginPath();
  for (let step = 0; step <= steps; step += 1) pen.lineTo((step / steps) * width, y((step / steps) * width));
}

function swell(along: number, atS: number, phase: number, speed: number): number {
  return (
    Math.sin(along * 5.2 + phase + atS * 1.7 * speed) + 0.45 * Math.sin(along * 11.3 - phase * 2 - atS * 2.3 * speed)
  );
}
