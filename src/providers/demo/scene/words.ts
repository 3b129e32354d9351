import type { Chance } from './chance.ts';
import { rgb, type Rgb } from './colour.ts';

export type Place = 'meadow' | 'mountains' | 'forest' | 'desert' | 'snow' | 'ocean' | 'city' | 'room' | 'space';
export type Light = 'day' | 'dawn' | 'sunset' | 'night';
export type Weather = 'clear' | 'rain' | 'snow' | 'fog';
export type Shape = 'ball' | 'box' | 'star' | 'heart' | 'triangle' | 'ring' | 'diamond' | 'balloon' | 'boat' | 'rocket';
export type Motion = 'rolling' | 'bouncing' | 'floating' | 'spinning' | 'flying' | 'falling';

/** What a prompt is taken to mean. */
export type Wish = {
  readonly place: Place;
  readonly light: Light;
  readonly weather: Weather;
  readonly shape: Shape;
  readonly colour: Rgb;
  /** A second colour of the prompt, for the surroundings. */
  readonly accent: Rgb | null;
  readonly skyColour: Rgb | null;
  readonly motion: Motion;
  /** 1 is an easy pace. */
  readonly pace: number;
};

type Vocabulary<T> = readonly (readonly [T, RegExp])[];

const places: Vocabulary<Place> = [
  ['space', /\b(space|galax(y|ies)|cosmos|cosmic|planets?|orbit\w*|nebula|asteroids?|universe)\b/g],
  ['room', /\b(wooden|floor|table|desk|room|kitchen|indoors?|house|studio|carpet|shelf|bedroom|office)\b/g],
  ['ocean', /\b(oceans?|seas?|seaside|waves?|lake|river|water|underwater|surf|harbou?r|boats?|ships?|sail\w*)\b/g],
  [
    'city',
    /\b(city|cities|streets?|town|skyline|skyscrapers?|downtown|buildings?|traffic|roads?|neon|urban|tokyo|paris|london)\b/g,
  ],
  ['snow', /\b(snow\w*|ice|icy|winter\w*|arctic|frozen|glacier|ski\w*|christmas)\b/g],
  ['desert', /\b(deserts?|sands?|sandy|dunes?|beach\w*|sahara|mars|cact(us|i))\b/g],
  ['forest', /\b(forests?|woods|trees?|jungle|pines?|woodland)\b/g],
  ['mountains', /\b(mountains?|alps|peaks?|valley|cliffs?|hills?|volcano)\b/g],
  ['meadow', /\b(meadows?|fields?|grass\w*|gardens?|parks?|farm|lawn|flowers?|prairie)\b/g],
];

const lights: Vocabulary<Light> = [
  ['night', /\b(night\w*|midnight|moon\w*|dark\w*|stars|starry|neon)\b/g],
  ['sunset', /\b(sunset|dusk|evening|twilight|golden hour)\b/g],
  ['dawn', /\b(dawn|sunrise|morning|misty)\b/g],
  ['day', /\b(day\w*|noon|sunny|bright|sunshine|summer)\b/g],
];

const weathers: Vocabulary<Weather> = [
  ['rain', /\b(rain\w*|storm\w*|drizzl\w*|thunder\w*|wet|umbrella)\b/g],
  ['snow', /\b(snow\w*|blizzard|winter\w*|christmas)\b/g],
  ['fog', /\b(fog\w*|mist\w*|haz[ey]\w*|smoke\w*)\b/g],
];

const shapes: Vocabulary<Shape> = [
  ['balloon', /\bballoons?\b/g],
  ['ball', /\b(balls?|spheres?|orbs?|marbles?|bubbles?|circles?|football|basketball|pearl|globe)\b/g],
  ['box', /\b(box(es)?|cubes?|squares?|blocks?|bricks?|crates?|dice|presents?|gifts?)\b/g],
  ['heart', /\b(hearts?|love|valentine)\b/g],
  ['triangle', /\b(triangles?|pyramids?|cones?)\b/g],
  ['ring', /\b(rings?|dou?gh?nuts?|donuts?|wheels?|hoops?|tyres?|tires?|bagels?)\b/g],
  ['diamond', /\b(diamonds?|gems?|crystals?|jewels?|rub(y|ies)|emeralds?)\b/g],
  ['boat', /\b(boats?|ships?|sailboats?|yachts?|ferry)\b/g],
  ['rocket', /\b(rockets?|spaceships?|spacecraft|astronauts?|missile)\b/g],
  ['star', /\bstar\b/g],
];

const motions: Vocabulary<Motion> = [
  ['rolling', /\b(roll(s|ed|ing)?|driv(e|es|ing)|slid(e|es|ing)|rac(e|es|ing)|run(s|ning)?)\b/g],
  ['bouncing', /\b(bounc(e|es|y|ing)|jump(s|ing)?|hop(s|ping)?|leap(s|ing)?|danc(e|es|ing))\b/g],
  ['spinning', /\b(spin(s|ning)?|rotat(e|es|ing)|turn(s|ing)|twirl(s|ing)?|whirl(s|ing)?)\b/g],
  ['flying', /\b(fly|flies|flying|soar(s|ing)?|launch(es|ing)?)\b/g],
  ['falling', /\b(fall(s|ing)?|drop(s|ping)?|tumbl(e|es|ing)|land(s|ing))\b/g],
  ['floating', /\b(float(s|ing)?|drift(s|ing)?|hover(s|ing)?|glid(e|es|ing)|levitat\w*|swim(s|ming)?|sail(s|ing)?)\b/g],
];

const colours: Vocabulary<Rgb> = [
  [rgb(0xe5393f), /\b(red|crimson|scarlet|ruby)\b/g],
  [rgb(0xf28427), /\borange\b/g],
  [rgb(0xf7cb2d), /\b(yellow|lemon)\b/g],
  [rgb(0xe2b33c), /\b(gold|golden)\b/g],
  [rgb(0x3cab55), /\b(green|emerald)\b/g],
  [rgb(0x1fb5a8), /\b(teal|turquoise|cyan|aqua)\b/g],
  [rgb(0x2f72e4), /\b(blue|azure|navy|sapphire)\b/g],
  [rgb(0x8348d6), /\b(purple|violet|lilac|indigo)\b/g],
  [rgb(0xf06ba8), /\b(pink|magenta|rose)\b/g],
  [rgb(0xf3f1ec), /\b(white|ivory)\b/g],
  [rgb(0x34343d), /\bblack\b/g],
  [rgb(0xa8b0bb), /\b(silver|gr[ae]y|metal\w*|chrome)\b/g],
  [rgb(0x94603a), /\b(brown|chocolate|copper|bronze)\b/g],
];

const defaultMotion: Readonly<Record<Shape, Motion>> = {
  ball: 'rolling',
  box: 'bouncing',
  star: 'spinning',
  heart: 'bouncing',
  triangle: 'spinning',
  ring: 'rolling',
  diamond: 'spinning',
  balloon: 'floating',
  boat: 'floating',
  rocket: 'flying',
};

/** Reads a prompt; what it does not say, chance decides. */
export function readWish(text: string, chance: Chance): Wish {
  const prompt = text.toLowerCase();
  const shape = first(prompt, shapes)?.value ?? chance.pick<Shape>(['ball', 'ball', 'star', 'heart', 'balloon']);
  const shapeAt = first(prompt, shapes)?.at ?? prompt.length;
  const skyAt = prompt.search(/\b(sky|skies|sunset|light|background)\b/);
  const named = all(prompt, colours);
  const skyColour = named.find(({ end }) => end + 1 === skyAt) ?? null;
  // A colour belongs to the word after it: "a ball over green hills".
  const accent =
    named.find(({ end }) => all(prompt, places).some(({ at }) => at === end + 1 && at !== shapeAt)) ?? null;
  const free = named.filter((each) => each !== skyColour && each !== accent);
  const own = free.findLast(({ at }) => at < shapeAt) ?? free[0];
  const second = free.find((each) => each.value !== own?.value);
  const place = placeOf(prompt) ?? chance.pick<Place>(['meadow', 'mountains', 'desert', 'ocean', 'meadow']);
  const light = first(prompt, lights)?.value ?? defaultLight(place, chance);
  return {
    place,
    light,
    weather: first(prompt, weathers)?.value ?? 'clear',
    shape,
    colour: own?.value ?? chance.pick([rgb(0xe5393f), rgb(0xf28427), rgb(0xf7cb2d), rgb(0x1fb5a8), rgb(0xf06ba8)]),
    accent: (accent ?? second)?.value ?? null,
    skyColour: skyColour?.value ?? null,
    motion: first(prompt, motions)?.value ?? defaultMotion[shape],
    pace: /\b(fast|quick\w*|rapid\w*|rac(e|es|ing)|speed\w*)\b/.test(prompt)
      ? 1.7
      : /\b(slow\w*|gentl[ey]|calm\w*)\b/.test(prompt)
        ? 0.6
        : 1,
  };
}

function defaultLight(place: Place, chance: Chance): Light {
  if (place === 'space') return 'night';
  if (place === 'room' || place === 'snow') return 'day';
  return chance.pick<Light>(['day', 'sunset', 'dawn', 'day']);
}

/** Snow may lie in a city; it is a place of its own only where no other is named. */
function placeOf(prompt: string): Place | undefined {
  const named = all(prompt, places).map(({ value }) => value);
  return named.find((place) => place !== 'snow') ?? named[0];
}

type Found<T> = { readonly value: T; readonly at: number; readonly end: number };

function all<T>(prompt: string, vocabulary: Vocabulary<T>): Found<T>[] {
  return vocabulary
    .flatMap(([value, pattern]) =>
      [...prompt.matchAll(pattern)].map((match) => ({ value, at: match.index, end: match.index + match[0].length })),
    )
    .toSorted((a, b) => a.at - b.at);
}

function first<T>(prompt: string, vocabulary: Vocabulary<T>): Found<T> | undefined {
  return all(prompt, vocabulary)[0];
}
