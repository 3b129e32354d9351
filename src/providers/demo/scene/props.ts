import { css, darker, lighter, mix, rgb, white } from './colour.ts';
import { glow } from './sky.ts';
import { nearness, paint, wrap, type Layer, type Pen, type Stage } from './stage.ts';
import { cactus, fir, leafTree } from './trees.ts';

/** The golden ratio: any number of steps of it, taken round a circle, lie well apart. */
const evenly = 0.618;

/** Things that stand on the ground behind the subject and pass by with the camera. */
export function props(stage: Stage): Layer {
  const kind = kindOf(stage);
  if (kind === null) return { draw: () => undefined };
  const { unit, width, height, horizonY, contactY, chance } = stage;
  const sprite = paint(unit * kind.wide, unit * kind.tall, (pen) =>
    kind.draw(pen, unit * kind.wide * 0.5, unit * kind.tall),
  );
  const shadow = groundShadow(stage);
  const offset = chance.fraction();
  const list = Array.from({ length: kind.count }, (_, at) => {
    const share = (at + chance.between(0.2, 0.8)) / kind.count;
    const y = horizonY + (contactY - horizonY) * (0.1 + 0.62 * share);
    const near = nearness(stage, y);
    const scale = near * chance.between(0.8, 1.15) * kind.scale;
    const margin = unit * kind.wide * scale;
    return {
      y,
      near,
      scale,
      margin,
      x: wrap(offset + at * evenly, 1) * (width + 2 * margin),
    };
  });
  return {
    draw(pen, { cameraX }) {
      for (const { x, y, near, scale, margin } of list) {
        const left = wrap(x - cameraX * near, width + 2 * margin) - margin;
        const wide = sprite.width * scale;
        const tall = sprite.height * scale;
        pen.drawImage(shadow, left - wide * 0.45, y - wide * 0.07, wide * 0.9, wide * 0.14);
        pen.drawImage(sprite, left - wide / 2, y - tall, wide, Math.min(tall, height));
      }
    },
  };
}

function groundShadow({ palette, unit }: Stage): ReturnType<typeof paint> {
  const size = unit * 0.3;
  return paint(size, size, (pen) => glow(pen, size / 2, size / 2, size / 2, palette.shade, 0.5));
}

type Kind = {
  readonly count: number;
  /** Of the sprite, as shares of the shorter side, at the subject's distance. */
  readonly wide: number;
  readonly tall: number;
  readonly scale: number;
  readonly draw: (pen: Pen, x: number, y: number) => void;
};

function kindOf(stage: Stage): Kind | null {
  const { palette, unit, wish, lightSide } = stage;
  const green = mix(palette.relief, palette.ground, 0.35);
  switch (wish.place) {
    case 'meadow':
      return {
        count: 7,
        wide: 0.7,
        tall: 0.8,
        scale: 1,
        draw: (pen, x, y) => leafTree(pen, x, y, unit * 0.76, green),
      };
    case 'mountains':
    case 'forest':
    case 'snow': {
      const isSnowy = wish.place === 'snow' || wish.weather === 'snow';
      const colour = isSnowy ? mix(rgb(0x2c5b55), palette.relief, 0.35) : darker(green, 0.12);
      return {
        count: wish.place === 'forest' ? 12 : 7,
        wide: 0.6,
        tall: 1,
        scale: 1,
        draw: (pen, x, y) => fir(pen, x, y, unit * 0.96, colour, isSnowy ? mix(white, palette.haze, 0.1) : null),
      };
    }
    case 'desert':
      return {
        count: 5,
        wide: 0.4,
        tall: 0.5,
        scale: 1,
        draw: (pen, x, y) => cactus(pen, x, y, unit * 0.46, mix(rgb(0x4f8a57), palette.relief, 0.35)),
      };
    case 'city':
      return {
        count: 3,
        wide: 0.5,
        tall: 1.1,
        scale: 1,
        draw: (pen, x, y) => lamp(pen, { x, y, size: unit, isOn: wish.light !== 'day', side: lightSide }, stage),
      };
    case 'ocean':
    case 'room':
    case 'space':
      return null;
  }
}

type Lamp = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly isOn: boolean;
  readonly side: number;
};

function lamp(pen: Pen, { x, y, size, isOn, side }: Lamp, { palette }: Stage): void {
  const head = { x: x + side * size * 0.1, y: y - size * 0.86 };
  if (isOn) glow(pen, head.x, head.y, size * 0.22, rgb(0xffd488), 0.8);
  pen.strokeStyle = css(darker(palette.relief, 0.45));
  pen.lineWidth = size * 0.018;
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x, y - size * 0.8);
  pen.quadraticCurveTo(x, y - size * 0.89, head.x, head.y - size * 0.015);
  pen.stroke();
  pen.fillStyle = isOn ? css(rgb(0xfff0c8)) : css(lighter(palette.relief, 0.35));
  pen.beginPath();
  pen.ellipse(head.x, head.y, size * 0.04, size * 0.016, 0, 0, Math.PI * 2);
  pen.fill();
}
