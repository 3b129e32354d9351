import { createCanvas } from '@napi-rs/canvas';
import { withoutMisbehaviour } from '../misbehaviour.ts';
import type { TaskRecord } from '../task-record.ts';
import { chanceOf } from './chance.ts';
import { overlay } from './overlay.ts';
import { paletteOf } from './palette.ts';
import { movingPicture, openPicture } from './picture.ts';
import { stageOf, type Layer, type Pen, type Stage } from './stage.ts';
import { air } from './weather.ts';
import { readWish } from './words.ts';
import { world } from './world.ts';

export type Scene = {
  /** The RGBA pixels of the moment `atS` seconds from the start. */
  draw(atS: number): Uint8Array;
};

/** Prepares a task's clip for drawing. Throws `UnreadablePicture` when its input image cannot be used. */
export async function createScene(task: TaskRecord): Promise<Scene> {
  const { width, height, seconds, style, seed } = task;
  const prompt = withoutMisbehaviour(task.prompt);
  const text = style === null ? prompt : `${prompt} ${style}`;
  const chance = chanceOf(`${seed} ${text}`);
  const wish = readWish(text, chance);
  const stage = stageOf(task, { seconds, wish, palette: paletteOf(wish), chance });

  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d', { alpha: false });
  const moving = task.imagePath === null ? world(stage) : await pictured(stage, task.imagePath, text);
  const over = overlay(task, prompt);
  return {
    draw(atS) {
      moving.draw(pen, atS);
      pen.drawImage(over, 0, 0);
      return canvas.data();
    },
  };
}

async function pictured(stage: Stage, path: string, prompt: string): Promise<{ draw(pen: Pen, atS: number): void }> {
  const picture = movingPicture(await openPicture(path), {
    size: stage,
    seconds: stage.seconds,
    chance: stage.chance,
    prompt,
  });
  const layers: Layer[] = stage.wish.weather === 'clear' ? [picture] : [picture, air(stage)];
  return {
    draw(pen, atS) {
      for (const layer of layers) layer.draw(pen, { atS, cameraX: 0 });
    },
  };
}
