import { css, lighter, mix, rgb, white, type Rgb } from './colour.ts';
import { glow } from './sky.ts';
import { paint, wrap, type Layer, type Stage } from './stage.ts';

/** What is in the air: rain, snow, mist, or a few motes that catch the light. */
export function air(stage: Stage): Layer {
  switch (stage.wish.weather) {
    case 'rain':
      return rain(stage);
    case 'snow':
      return flakes(stage);
    case 'fog':
      return fog(stage);
    case 'clear':
      return motes(stage);
  }
}

function rain({ width, height, unit, chance, palette }: Stage): Layer {
  const slant = 0.16;
  const drops = Array.from({ length: 130 }, () => {
    const near = chance.between(0.45, 1.2);
    return { x: chance.fraction(), y: chance.fraction(), near };
  });
  const colour = lighter(palette.sky[2], 0.5);
  return {
    draw(pen, { atS, cameraX }) {
      for (const [from, to, alpha] of [
        [0, 0.8, 0.22],
        [0.8, 2, 0.38],
      ] as const) {
        pen.beginPath();
        for (const { x, y, near } of drops) {
          if (near < from || near >= to) continue;
          const length = unit * 0.05 * near;
          const top = wrap(y * height + atS * unit * 1.9 * near, height + length) - length;
          const left = wrap(x * width - cameraX * near * 0.6 - top * slant, width);
          pen.moveTo(left, top);
          pen.lineTo(left - length * slant, top + length);
        }
        pen.strokeStyle = css(colour, alpha);
        pen.lineWidth = Math.max(0.8, unit * (from === 0 ? 0.0016 : 0.0026));
        pen.stroke();
      }
    },
  };
}

function flakes({ width, height, unit, chance }: Stage): Layer {
  const list = Array.from({ length: 110 }, () => ({
    x: chance.fraction() * width,
    y: chance.fraction() * height,
    near: 0.35 + chance.fraction() ** 2,
    phase: chance.fraction() * Math.PI * 2,
  }));
  const size = Math.max(4, unit * 0.03);
  const flake = paint(size, size, (pen) => glow(pen, size / 2, size / 2, size / 2, white, 1));
  return {
    draw(pen, { atS, cameraX }) {
      for (const { x, y, near, phase } of list) {
        const radius = Math.max(1.4, unit * 0.0085 * near);
        const left =
          wrap(
            x - cameraX * near * 0.7 + Math.sin(atS * 0.9 + phase) * unit * 0.03 - atS * unit * 0.02,
            width + radius * 2,
          ) - radius;
        const top = wrap(y + atS * unit * 0.13 * near, height + radius * 2) - radius;
        pen.drawImage(flake, left - radius, top - radius, radius * 2, radius * 2);
      }
    },
  };
}

function fog({ width, height, horizonY, unit, palette, chance }: Stage): Layer {
  const bands = Array.from({ length: 3 }, (_, at) => {
    const wide = width * 1.6;
    const tall = unit * 0.34;
    return {
      canvas: paint(wide, tall, (pen) => {
        for (let puff = 0; puff < 7; puff += 1) {
          pen.save();
          pen.translate(wide * (0.14 + 0.72 * ((puff + chance.fraction()) / 7)), tall / 2);
          pen.scale(wide * 0.14, tall * 0.5);
          glow(pen, 0, 0, 1, lighter(palette.haze, 0.25), 0.5);
          pen.restore();
        }
      }),
      y: horizonY - tall * 0.6 + at * (height - horizonY) * 0.3,
      x: chance.fraction() * width,
      speed: unit * (0.03 + 0.025 * at),
      wide,
    };
  });
  return {
    draw(pen, { atS, cameraX }) {
      for (const { canvas, x, y, speed, wide } of bands) {
        const left = wrap(x - atS * speed - cameraX * 0.3, wide);
        pen.drawImage(canvas, left - wide * 0.5, y);
        pen.drawImage(canvas, left - wide * 1.5, y);
      }
    },
  };
}

function moteColour({ wish, palette }: Stage): Rgb {
  if (wish.light === 'night' && wish.place !== 'ocean') return rgb(0xe6f07a);
  return mix(white, palette.sun, 0.5);
}

function motes(stage: Stage): Layer {
  const { width, height, unit, chance, wish } = stage;
  if (wish.place === 'space') return { draw: () => undefined };
  const isNight = wish.light === 'night';
  const size = Math.max(4, unit * 0.04);
  const colour = moteColour(stage);
  const mote = paint(size, size, (pen) => glow(pen, size / 2, size / 2, size / 2, colour, 1));
  const list = Array.from({ length: 22 }, () => ({
    x: chance.fraction() * width,
    y: height * chance.between(0.25, 0.95),
    near: chance.between(0.3, 1.2),
    phase: chance.fraction() * Math.PI * 2,
  }));
  return {
    draw(pen, { atS, cameraX }) {
      pen.save();
      for (const { x, y, near, phase } of list) {
        const radius = Math.max(1.2, unit * (isNight ? 0.013 : 0.009) * near);
        const left = wrap(x - cameraX * near * 0.8 + Math.sin(atS * 0.5 + phase) * unit * 0.05, width);
        const top = wrap(y - atS * unit * 0.018 * near + Math.cos(atS * 0.7 + phase) * unit * 0.02, height);
        pen.globalAlpha = (isNight ? 0.75 : 0.4) * (0.5 + 0.5 * Math.sin(atS * 1.7 + phase * 3));
        pen.drawImage(mote, left - radius, top - radius, radius * 2, radius * 2);
      }
      pen.restore();
    },
  };
}
