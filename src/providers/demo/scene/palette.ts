import { brightness, darker, lighter, mix, rgb, type Rgb } from './colour.ts';
import type { Light, Place, Wish } from './words.ts';

/** The colours of a scene. */
export type Palette = {
  readonly sky: readonly [top: Rgb, middle: Rgb, horizon: Rgb];
  readonly sun: Rgb;
  /** What distance fades into. */
  readonly haze: Rgb;
  readonly ground: Rgb;
  /** Hills, trees, buildings at no distance. */
  readonly relief: Rgb;
  readonly shade: Rgb;
  readonly subject: Rgb;
};

const skies: Readonly<Record<Light, readonly [Rgb, Rgb, Rgb]>> = {
  day: [rgb(0x3d86dd), rgb(0x86c3f5), rgb(0xe4f3fa)],
  dawn: [rgb(0x5a6cb8), rgb(0xe3a5ba), rgb(0xffe2bd)],
  sunset: [rgb(0x372263), rgb(0xc5506f), rgb(0xffb45e)],
  night: [rgb(0x070b26), rgb(0x16265a), rgb(0x3d5a9c)],
};

const spaceSky: readonly [Rgb, Rgb, Rgb] = [rgb(0x05040f), rgb(0x140f33), rgb(0x2b1a55)];

const suns: Readonly<Record<Light, Rgb>> = {
  day: rgb(0xfff7dc),
  dawn: rgb(0xfff0cc),
  sunset: rgb(0xffe394),
  night: rgb(0xf3efdc),
};

/** Ground and relief at noon. */
const places: Readonly<Record<Place, readonly [ground: Rgb, relief: Rgb]>> = {
  meadow: [rgb(0x7cb750), rgb(0x4c8f4c)],
  mountains: [rgb(0x86a964), rgb(0x54708c)],
  forest: [rgb(0x5c8a4b), rgb(0x24573f)],
  desert: [rgb(0xe6b877), rgb(0xc98550)],
  snow: [rgb(0xeef4fb), rgb(0x6d8fb3)],
  ocean: [rgb(0x2d84b8), rgb(0x3d7299)],
  city: [rgb(0x676b7a), rgb(0x4a5470)],
  room: [rgb(0xb87f4b), rgb(0xe8d6bb)],
  space: [rgb(0x5a4a8c), rgb(0x7e5fb0)],
};

/** How the light colours what it falls on. */
const tints: Readonly<Record<Light, readonly [tint: Rgb, share: number]>> = {
  day: [rgb(0xffffff), 0],
  dawn: [rgb(0xc9849b), 0.26],
  sunset: [rgb(0x6b2f62), 0.45],
  night: [rgb(0x0e1a45), 0.7],
};

/** A lamp is on in a room at night, so that less of it goes dark. */
const roomTintShare = 0.55;

const coversWithSnow: ReadonlySet<Place> = new Set<Place>(['meadow', 'mountains', 'forest', 'desert']);

export function paletteOf(wish: Wish): Palette {
  const { place, light, accent, skyColour, weather } = wish;
  const [tint, fullShare] = tints[light];
  const share = fullShare * (place === 'room' ? roomTintShare : place === 'space' ? 0.15 : 1);
  const [bare, relief] = places[place];
  const ground = weather === 'snow' && coversWithSnow.has(place) ? mix(bare, places.snow[0], 0.85) : bare;
  const overcast = weather === 'rain' || weather === 'fog' ? 0.55 : weather === 'snow' ? 0.25 : 0;
  const grey = light === 'night' ? rgb(0x27304a) : light === 'sunset' ? rgb(0x7b6a84) : rgb(0xa3adba);
  const base = place === 'space' ? spaceSky : skies[light];
  const sky = base.map((colour, at) => {
    const dulled = mix(colour, lighter(grey, at * 0.12), overcast);
    return skyColour === null
      ? dulled
      : mix(dulled, darker(skyColour, light === 'night' ? 0.55 : 0.1), 0.65 - at * 0.15);
  });
  const [top, middle, horizon] = sky;
  if (top === undefined || middle === undefined || horizon === undefined) throw new Error('expected three sky colours');
  const accented = accent === null ? relief : mix(relief, accent, 0.55);
  return {
    sky: [top, middle, horizon],
    sun: suns[light],
    haze: mix(horizon, middle, 0.25),
    ground: mix(mix(ground, grey, overcast * 0.35), tint, share),
    relief: mix(mix(accented, grey, overcast * 0.3), tint, share),
    shade: light === 'day' ? darker(ground, 0.82) : mix(darker(ground, 0.82), darker(tint, 0.7), 0.5),
    subject: subjectColour(wish),
  };
}

/** A subject keeps its colour in any light, but must not vanish in the dark. */
function subjectColour({ colour, light }: Wish): Rgb {
  if (light !== 'night') return colour;
  return brightness(colour) < 0.25 ? lighter(colour, 0.18) : darker(colour, 0.08);
}
