import { css, lighter, mix, white, type Rgb } from './colour.ts';
import { clamp, paint, wrap, type Layer, type Pen, type Stage } from './stage.ts';

/** Everything that stands still behind the world: the sky's gradient, sun or moon, and its glow. */
export function backdrop(stage: Stage): Layer {
  const canvas = paint(stage.width, stage.height, (pen) => {
    const { width, height, horizonY, palette } = stage;
    const [top, middle, horizon] = palette.sky;
    const gradient = pen.createLinearGradient(0, 0, 0, horizonY * 1.04);
    gradient.addColorStop(0, css(top));
    gradient.addColorStop(0.55, css(middle));
    gradient.addColorStop(1, css(horizon));
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, width, height);
    if (stage.wish.place === 'space') nebulae(pen, stage);
    else if (stage.wish.weather !== 'rain') sun(pen, stage);
  });
  return { draw: (pen) => pen.drawImage(canvas, 0, 0) };
}

function sun(pen: Pen, stage: Stage): void {
  const { width, unit, horizonY, palette, wish, lightSide, chance } = stage;
  const isHigh = wish.light === 'day' || wish.light === 'night';
  const x = width * (0.5 + lightSide * chance.between(0.2, 0.3));
  const y = horizonY * (isHigh ? 0.3 : 0.66);
  const radius = unit * (wish.light === 'night' ? 0.06 : isHigh ? 0.055 : 0.12);
  glow(pen, x, y, radius * (isHigh ? 6 : 5), palette.sun, wish.light === 'night' ? 0.28 : 0.6);
  pen.fillStyle = css(palette.sun, wish.weather === 'fog' ? 0.6 : 1);
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
  if (wish.light !== 'night') return;
  pen.fillStyle = css(mix(palette.sun, palette.sky[1], 0.22));
  for (const [dx, dy, size] of [
    [-0.35, -0.2, 0.24],
    [0.3, 0.25, 0.18],
    [0.12, -0.5, 0.12],
  ] as const) {
    pen.beginPath();
    pen.arc(x + dx * radius, y + dy * radius, size * radius, 0, Math.PI * 2);
    pen.fill();
  }
}

function nebulae(pen: Pen, stage: Stage): void {
  const { width, height, unit, chance, palette } = stage;
  const hues: readonly [Rgb, ...Rgb[]] = [palette.relief, palette.subject, palette.ground, [70, 120, 220]];
  for (let cloud = 0; cloud < 7; cloud += 1) {
    const radius = unit * chance.between(0.35, 0.8);
    glow(pen, width * chance.fraction(), height * chance.between(0, 0.8), radius, chance.pick(hues), 0.2);
  }
}

export function glow(pen: Pen, x: number, y: number, radius: number, colour: Rgb, alpha: number): void {
  const gradient = pen.createRadialGradient(x, y, 0, x, y, radius);
  for (const at of [0, 0.15, 0.3, 0.5, 0.75, 1]) gradient.addColorStop(at, css(colour, alpha * (1 - at) ** 2.2));
  pen.fillStyle = gradient;
  pen.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

/** Stars that twinkle. */
export function stars(stage: Stage): Layer {
  const { width, height, horizonY, unit, chance, wish } = stage;
  const isSpace = wish.place === 'space';
  const list = Array.from({ length: isSpace ? 170 : 80 }, () => ({
    x: chance.fraction() * width * 1.2,
    y: chance.fraction() * (isSpace ? height : horizonY * 0.85),
    radius: Math.max(0.6, unit * 0.0011 * (1 + 2.2 * chance.fraction() ** 4)),
    phase: chance.fraction() * Math.PI * 2,
    depth: chance.between(0.01, isSpace ? 0.09 : 0.015),
  }));
  return {
    draw(pen, { atS, cameraX }) {
      for (const { x, y, radius, phase, depth } of list) {
        pen.fillStyle = css(white, 0.55 + 0.4 * Math.sin(phase + atS * 1.8));
        pen.beginPath();
        pen.arc(wrap(x - cameraX * depth, width * 1.2), y, radius, 0, Math.PI * 2);
        pen.fill();
      }
    },
  };
}

/** Soft clouds that drift on their own and with the camera. */
export function clouds(stage: Stage): Layer {
  const { width, horizonY, unit, chance, palette, wish } = stage;
  const isDull = wish.weather === 'rain' || wish.weather === 'fog';
  const lit = mix(lighter(palette.sky[2], 0.45), palette.sun, 0.3);
  const colour = isDull ? mix(palette.sky[1], palette.sky[0], 0.35) : wish.light === 'night' ? palette.sky[2] : lit;
  const count = isDull ? 9 : 5;
  const list = Array.from({ length: count }, (_, at) => {
    const size = unit * chance.between(0.2, 0.38);
    const canvas = cloudSprite(stage, size, colour, isDull ? 0.75 : 0.85);
    return {
      canvas,
      x: ((at + chance.fraction() * 0.7) / count) * (width + size * 3),
      y: horizonY * clamp(chance.between(0.02, 0.6), 0, 1) - canvas.height * 0.3,
      depth: chance.between(0.03, 0.07),
      driftPx: unit * chance.between(0.006, 0.014),
      span: width + canvas.width,
    };
  });
  return {
    draw(pen, { atS, cameraX }) {
      for (const { canvas, x, y, depth, driftPx, span } of list) {
        pen.drawImage(canvas, wrap(x - cameraX * depth - atS * driftPx, span) - canvas.width, y);
      }
    },
  };
}

function cloudSprite({ chance }: Stage, size: number, colour: Rgb, alpha: number): ReturnType<typeof paint> {
  const width = size * 2;
  const height = size * 0.9;
  const shape = paint(width, height, (pen) => {
    pen.fillStyle = css(colour);
    const puffs = 7;
    for (let puff = 0; puff < puffs; puff += 1) {
      const along = (puff + 0.5) / puffs;
      const radius = size * (0.1 + 0.16 * Math.sin(along * Math.PI)) * chance.between(0.8, 1.2);
      pen.beginPath();
      pen.arc(width * (0.18 + 0.64 * along), height * 0.66 - radius * chance.between(0.2, 0.8), radius, 0, Math.PI * 2);
      pen.fill();
    }
    pen.beginPath();
    pen.roundRect(width * 0.14, height * 0.5, width * 0.72, height * 0.2, height * 0.1);
    pen.fill();
    pen.globalCompositeOperation = 'destination-out';
    const fade = pen.createLinearGradient(0, height * 0.3, 0, height * 0.74);
    fade.addColorStop(0, 'rgba(0, 0, 0, 0)');
    fade.addColorStop(1, 'rgba(0, 0, 0, 0.8)');
    pen.fillStyle = fade;
    pen.fillRect(0, 0, width, height);
  });
  return paint(width, height, (pen) => {
    pen.globalAlpha = alpha;
    pen.filter = `blur(${Math.max(1, size * 0.016)}px)`;
    pen.drawImage(shape, 0, 0);
  });
}
