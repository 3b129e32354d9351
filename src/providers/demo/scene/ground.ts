import { css, darker, lighter, mix, rgb, white, type Rgb } from './colour.ts';
import { nearness, paint, type Layer, type Pen, type Stage } from './stage.ts';

/** The plane that the subject moves on, seen in perspective: what lies on it passes by faster the nearer it is. */
export function ground(stage: Stage): Layer {
  switch (stage.wish.place) {
    case 'room':
      return planks(stage);
    case 'city':
      return street(stage);
    case 'meadow':
    case 'mountains':
    case 'forest':
    case 'desert':
    case 'snow':
    case 'space':
    case 'ocean':
      return furrows(stage);
  }
}

function surface(stage: Stage, colour: Rgb, hazeShare: number): ReturnType<typeof paint> {
  const { width, height, horizonY, palette } = stage;
  return paint(width, height - horizonY, (pen) => {
    const gradient = pen.createLinearGradient(0, 0, 0, height - horizonY);
    gradient.addColorStop(0, css(mix(colour, palette.haze, hazeShare)));
    gradient.addColorStop(0.28, css(lighter(colour, 0.05)));
    gradient.addColorStop(1, css(darker(colour, 0.34)));
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, width, height - horizonY);
  });
}

/** Fades what is drawn on the ground into the distance. */
function distanceHaze(stage: Stage, colour: Rgb, hazeShare: number, reach: number): ReturnType<typeof paint> {
  const { width, height, horizonY, palette } = stage;
  const tall = (height - horizonY) * reach;
  return paint(width, tall, (pen) => {
    const gradient = pen.createLinearGradient(0, 0, 0, tall);
    const far = mix(colour, palette.haze, hazeShare);
    for (const at of [0, 0.25, 0.5, 0.75, 1]) gradient.addColorStop(at, css(far, (1 - at) ** 1.6));
    pen.fillStyle = gradient;
    pen.fillRect(0, 0, width, tall);
  });
}

/** A band between two lines into the distance, `from` and `to` measured at the subject's row. */
function band(pen: Pen, stage: Stage, cameraX: number, from: number, to: number): void {
  const { width, height, horizonY } = stage;
  const middle = width / 2;
  const far = nearness(stage, horizonY);
  const near = nearness(stage, height);
  const left = from - cameraX - middle;
  const right = to - cameraX - middle;
  pen.moveTo(middle + left * far, horizonY);
  pen.lineTo(middle + right * far, horizonY);
  pen.lineTo(middle + right * near, height);
  pen.lineTo(middle + left * near, height);
  pen.closePath();
}

/** The bands in view, by number: each `pitch` wide at the subject's row. */
function* bandsInView(stage: Stage, cameraX: number, pitch: number): Generator<number> {
  const { width, horizonY } = stage;
  const reach = width / 2 / Math.max(0.16, nearness(stage, horizonY));
  const first = Math.floor((cameraX + width / 2 - reach) / pitch);
  const last = Math.ceil((cameraX + width / 2 + reach) / pitch);
  for (let at = first; at <= last; at += 1) yield at;
}

/** Mown stripes, wind-blown ridges or drifts: alternating faint bands. */
function furrows(stage: Stage): Layer {
  const { palette, unit, horizonY, wish } = stage;
  const base = surface(stage, palette.ground, 0.5);
  const haze = distanceHaze(stage, palette.ground, 0.5, 0.6);
  const isSmooth = wish.place === 'snow' || wish.place === 'desert' || wish.weather === 'snow';
  const tone = isSmooth ? mix(palette.ground, palette.shade, 0.25) : darker(palette.ground, 0.28);
  const alpha = isSmooth ? 0.22 : 0.34;
  const pitch = unit * 0.34;
  return {
    draw(pen, { cameraX }) {
      pen.drawImage(base, 0, horizonY);
      pen.beginPath();
      for (const at of bandsInView(stage, cameraX, pitch)) {
        if (at % 2 === 0) band(pen, stage, cameraX, at * pitch, (at + 1) * pitch);
      }
      pen.fillStyle = css(tone, alpha);
      pen.fill();
      pen.drawImage(haze, 0, horizonY);
    },
  };
}

/** A wooden floor: boards of different tone with joints. */
function planks(stage: Stage): Layer {
  const { palette, unit, horizonY, height, width } = stage;
  const base = surface(stage, palette.ground, 0.12);
  const pitch = unit * 0.2;
  const tones = [
    [darker(palette.ground, 0.5), 0.2],
    [mix(palette.ground, rgb(0xe8a860), 0.6), 0.22],
    [mix(palette.ground, rgb(0x6b3d1e), 0.6), 0.26],
  ] as const;
  const jointRows = [0.12, 0.3, 0.52, 0.78];
  return {
    draw(pen, { cameraX }) {
      pen.drawImage(base, 0, horizonY);
      const boards = [...bandsInView(stage, cameraX, pitch)];
      for (const [tone, [colour, alpha]] of tones.entries()) {
        pen.beginPath();
        for (const at of boards) if (scramble(at) % 4 === tone) band(pen, stage, cameraX, at * pitch, (at + 1) * pitch);
        pen.fillStyle = css(colour, alpha);
        pen.fill();
      }
      pen.beginPath();
      for (const at of boards) band(pen, stage, cameraX, (at - 0.012) * pitch, (at + 0.012) * pitch);
      for (const at of boards) {
        const y =
          horizonY + (height - horizonY) * ((jointRows[scramble(at + 77) % 4] ?? 0) + (scramble(at) % 7) * 0.015);
        const near = nearness(stage, y);
        const left = width / 2 + (at * pitch - cameraX - width / 2) * near;
        pen.rect(left, y, pitch * near, Math.max(0.7, unit * 0.003 * near));
      }
      pen.fillStyle = css(darker(palette.ground, 0.72), 0.5);
      pen.fill();
    },
  };
}

/** A street: kerb, asphalt, a dashed line that passes by. */
function street(stage: Stage): Layer {
  const { palette, unit, horizonY, height, width, wish } = stage;
  const base = surface(stage, palette.ground, 0.35);
  const isWet = wish.weather === 'rain';
  const rows = { kerb: 0.16, line: 0.33 };
  const y = (share: number): number => horizonY + (height - horizonY) * share;
  return {
    draw(pen, { cameraX }) {
      pen.drawImage(base, 0, horizonY);
      pen.fillStyle = css(lighter(palette.ground, 0.16), 0.8);
      pen.fillRect(0, horizonY, width, y(rows.kerb) - horizonY);
      pen.fillStyle = css(darker(palette.ground, 0.4));
      pen.fillRect(0, y(rows.kerb), width, Math.max(1, unit * 0.006));
      pen.beginPath();
      for (const at of bandsInView(stage, cameraX, unit * 0.5)) {
        const from = at * unit * 0.5;
        quad(pen, stage, cameraX, {
          from,
          to: from + unit * 0.26,
          top: y(rows.line),
          bottom: y(rows.line) + unit * 0.013,
        });
      }
      pen.fillStyle = css(mix(white, palette.ground, 0.2), 0.85);
      pen.fill();
      if (!isWet) return;
      pen.fillStyle = css(palette.sky[2], 0.12);
      pen.fillRect(0, y(rows.kerb), width, height);
    },
  };
}

type Patch = { readonly from: number; readonly to: number; readonly top: number; readonly bottom: number };

function quad(pen: Pen, stage: Stage, cameraX: number, { from, to, top, bottom }: Patch): void {
  const middle = stage.width / 2;
  const far = nearness(stage, top);
  const near = nearness(stage, bottom);
  pen.moveTo(middle + (from - cameraX - middle) * far, top);
  pen.lineTo(middle + (to - cameraX - middle) * far, top);
  pen.lineTo(middle + (to - cameraX - middle) * near, bottom);
  pen.lineTo(middle + (from - cameraX - middle) * near, bottom);
  pen.closePath();
}

/** A number that looks random but belongs to `value`. */
function scramble(value: number): number {
  return (Math.imul(value ^ 0x5bd1e995, 0x9e3779b1) >>> 16) & 0xffff;
}
