/** Red, green and blue of 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const black: Rgb = [0, 0, 0];
export const white: Rgb = [255, 255, 255];

/** Reads `0xrrggbb`. */
export function rgb(hex: number): Rgb {
  return [(hex >> 16) & 0xff, (hex >> 8) & 0xff, hex & 0xff];
}

/** From `a` at 0 to `b` at 1. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const [ar, ag, ab] = a;
  const [br, bg, bb] = b;
  return [ar + (br - ar) * share, ag + (bg - ag) * share, ab + (bb - ab) * share];
}

export function lighter(colour: Rgb, share: number): Rgb {
  return mix(colour, white, share);
}

export function darker(colour: Rgb, share: number): Rgb {
  return mix(colour, black, share);
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgba(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}, ${alpha})`;
}

/** How bright a colour looks, 0 to 1. */
export function brightness([red, green, blue]: Rgb): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
