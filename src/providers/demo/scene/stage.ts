import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Size } from '../../../core/engine.ts';
import type { Chance } from './chance.ts';
import type { Palette } from './palette.ts';
import type { Wish } from './words.ts';

export type Pen = SKRSContext2D;

/** The measures of a scene in pixels, and what it is made of. */
export type Stage = Size & {
  readonly seconds: number;
  readonly wish: Wish;
  readonly palette: Palette;
  readonly chance: Chance;
  /** The shorter side: what sizes are proportional to. */
  readonly unit: number;
  /** Where the ground begins. */
  readonly horizonY: number;
  /** Where parallels on the ground would meet; above the horizon where a wall hides the distance. */
  readonly vanishY: number;
  /** Where the subject touches the ground. */
  readonly contactY: number;
  /** Half the subject's size. */
  readonly radius: number;
  /** Which side the light comes from: -1 left, 1 right. */
  readonly lightSide: -1 | 1;
};

/** A moment of the clip: seconds from its start, and how far the camera has gone at the subject's depth, in pixels. */
export type Moment = { readonly atS: number; readonly cameraX: number };

export type Layer = { draw(pen: Pen, moment: Moment): void };

export function stageOf({ width, height }: Size, made: Pick<Stage, 'seconds' | 'wish' | 'palette' | 'chance'>): Stage {
  const unit = Math.min(width, height);
  const isPortrait = height > width;
  const horizonY = Math.round(height * (made.wish.place === 'room' ? 0.58 : isPortrait ? 0.57 : 0.6));
  const contactY = horizonY + (height - horizonY) * (isPortrait ? 0.42 : 0.5);
  return {
    ...made,
    width,
    height,
    unit,
    horizonY,
    vanishY: made.wish.place === 'room' ? horizonY - (contactY - horizonY) * 0.7 : horizonY,
    contactY,
    radius: unit * (isPortrait ? 0.19 : 0.155),
    lightSide: made.chance.fraction() < 0.5 ? -1 : 1,
  };
}

/** How fast a row of the ground passes by: 0 where parallels meet, 1 at the subject, more in front of it. */
export function nearness({ vanishY, contactY }: Stage, y: number): number {
  return (y - vanishY) / (contactY - vanishY);
}

/** Draws once what is used in many frames. */
export function paint(width: number, height: number, draw: (pen: Pen) => void): Canvas {
  const canvas = createCanvas(Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height)));
  draw(canvas.getContext('2d'));
  return canvas;
}

/** Remainder that is never negative. */
export function wrap(value: number, span: number): number {
  return ((value % span) + span) % span;
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
