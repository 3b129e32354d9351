import type { Canvas } from '@napi-rs/canvas';
import type { Size } from '../../../core/engine.ts';
import { drawableText, isRightToLeft, plainText, wrapText } from './caption.ts';
import { fontOf, registerFonts } from './fonts.ts';
import { paint, type Pen } from './stage.ts';

const label = 'DEMO';

/** What lies over every frame: a vignette, the caption, and the label that says what this is. */
export function overlay(size: Size, prompt: string): Canvas {
  registerFonts();
  return paint(size.width, size.height, (pen) => {
    // The language of a machine must not change what is drawn.
    pen.lang = 'en';
    vignette(pen, size);
    caption(pen, size, prompt);
    badge(pen, size);
  });
}

function vignette(pen: Pen, { width, height }: Size): void {
  const reach = Math.hypot(width, height) / 2;
  const gradient = pen.createRadialGradient(
    width / 2,
    height * 0.45,
    reach * 0.55,
    width / 2,
    height * 0.45,
    reach * 1.1,
  );
  gradient.addColorStop(0, 'rgba(10, 8, 30, 0)');
  gradient.addColorStop(1, 'rgba(10, 8, 30, 0.34)');
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, width, height);
}

function caption(pen: Pen, { width, height }: Size, prompt: string): void {
  const text = drawableText(plainText(prompt), canDrawWith(fontOf(24, 500)));
  if (text === '') return;
  const unit = Math.min(width, height);
  const isPortrait = height > width;
  const widthMax = width * (isPortrait ? 0.86 : 0.78);
  const { lines, sizePx } = fitted(pen, text, {
    widthMax,
    sizePx: Math.max(8, unit * (isPortrait ? 0.054 : 0.048)),
    linesMax: isPortrait ? 5 : 2,
  });
  const lineHeight = sizePx * 1.28;
  const bottom = height - unit * (isPortrait ? 0.12 : 0.055);
  const top = bottom - lines.length * lineHeight;

  const scrimTop = top - unit * 0.1;
  const scrim = pen.createLinearGradient(0, scrimTop, 0, height);
  scrim.addColorStop(0, 'rgba(8, 8, 20, 0)');
  scrim.addColorStop(0.5, 'rgba(8, 8, 20, 0.3)');
  scrim.addColorStop(1, 'rgba(8, 8, 20, 0.58)');
  pen.fillStyle = scrim;
  pen.fillRect(0, scrimTop, width, height - scrimTop);

  pen.save();
  pen.direction = isRightToLeft(text) ? 'rtl' : 'ltr';
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  pen.font = fontOf(sizePx, 500);
  pen.shadowColor = 'rgba(0, 0, 0, 0.65)';
  pen.shadowBlur = sizePx * 0.3;
  pen.shadowOffsetY = sizePx * 0.05;
  pen.fillStyle = 'white';
  for (const [at, line] of lines.entries()) pen.fillText(line, width / 2, top + (at + 0.78) * lineHeight);
  pen.restore();
}

type Fit = { readonly widthMax: number; readonly sizePx: number; readonly linesMax: number };

/** A long text is set smaller and on one line more before it is cut. */
function fitted(pen: Pen, text: string, { widthMax, sizePx, linesMax }: Fit): { lines: string[]; sizePx: number } {
  const tries = [
    [1, 0],
    [0.86, 0],
    [0.74, 1],
  ] as const;
  let lines: string[] = [];
  let size = sizePx;
  for (const [scale, more] of tries) {
    size = Math.max(8, sizePx * scale);
    pen.font = fontOf(size, 500);
    const wrapped = wrapText(text, linesMax + more, (line) => pen.measureText(line).width <= widthMax);
    lines = wrapped.lines;
    if (wrapped.isWhole) return { lines: balanced(pen, text, lines.length, widthMax), sizePx: size };
  }
  return { lines, sizePx: size };
}

/** The same number of lines of about the same length, so that no word stands alone in the last. */
function balanced(pen: Pen, text: string, count: number, widthMax: number): string[] {
  const at = (width: number): { lines: string[]; isWhole: boolean } =>
    wrapText(text, count, (line) => pen.measureText(line).width <= width);
  let narrow = widthMax / 2;
  let wide = widthMax;
  for (let step = 0; step < 6 && count > 1; step += 1) {
    const middle = (narrow + wide) / 2;
    if (at(middle).isWhole) wide = middle;
    else narrow = middle;
  }
  return at(wide).lines;
}

/** Tells a glyph from the box that stands for a missing one. */
function canDrawWith(font: string): (character: string) => boolean {
  const size = 40;
  const pixelsOf = (character: string): Buffer => {
    const canvas = paint(size, size, (pen) => {
      pen.font = font;
      pen.fillText(character, 4, 28);
    });
    return canvas.data();
  };
  const missing = pixelsOf('\u{10fffd}');
  const known = new Map<string, boolean>();
  return (character) => {
    const first = String.fromCodePoint(character.codePointAt(0) ?? 0);
    const drawable = known.get(first) ?? !pixelsOf(first).equals(missing);
    known.set(first, drawable);
    return drawable;
  };
}

function badge(pen: Pen, { width, height }: Size): void {
  const sizePx = Math.max(7, Math.min(width, height) * 0.027);
  pen.save();
  pen.font = fontOf(sizePx, 700);
  pen.letterSpacing = `${sizePx * 0.12}px`;
  const wide = pen.measureText(label).width + sizePx * 1.15;
  const tall = sizePx * 1.75;
  const margin = Math.min(width, height) * 0.035;
  const left = width - margin - wide;
  pen.fillStyle = 'rgba(12, 12, 28, 0.5)';
  pen.beginPath();
  pen.roundRect(left, margin, wide, tall, tall / 2);
  pen.fill();
  pen.fillStyle = 'rgba(255, 255, 255, 0.92)';
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillText(label, left + sizePx * 0.64, margin + tall * 0.5 + sizePx * 0.35);
  pen.restore();
}
