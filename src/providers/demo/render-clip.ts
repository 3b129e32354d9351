import { setTimeout } from 'node:timers/promises';
import { encodeClip } from './encode.ts';
import { misbehaves, slowPauseMs } from './misbehaviour.ts';
import { createScene } from './scene/scene.ts';
import { UnreadablePicture } from './scene/picture.ts';
import type { TaskRecord, Verdict } from './task-record.ts';

type Failed = Extract<Verdict, { kind: 'failed' }>;
export type Rendered = { readonly kind: 'clip'; readonly bytes: Uint8Array } | Failed;

/**
 * Draws and encodes a task. The same task gives the same bytes. Awaits `onFrame` after each frame;
 * rejects with the signal's reason when it aborts.
 */
export async function renderClip(
  task: TaskRecord,
  onFrame: (progress: number) => Promise<void>,
  signal: AbortSignal,
): Promise<Rendered> {
  if (misbehaves(task.prompt, 'refuse')) return failed('moderation', 'the prompt says [refuse]');
  await onFrame(0);

  const scene = await sceneOrFailure(task);
  if ('kind' in scene) return scene;

  const frames = task.seconds * task.fps;
  const framesMax = misbehaves(task.prompt, 'fail') ? Math.floor(frames / 2) : frames;
  const slow = misbehaves(task.prompt, 'slow');

  using clip = await encodeClip({ width: task.width, height: task.height, fps: task.fps });
  for (let frame = 0; frame < framesMax; frame += 1) {
    signal.throwIfAborted();
    const cpuAtStart = process.cpuUsage();
    clip.addFrame(scene.draw(frame / task.fps));
    await onFrame((frame + 1) / frames);
    if (slow) {
      // Its own work, not what a busy machine made it wait.
      const { user, system } = process.cpuUsage(cpuAtStart);
      await setTimeout(slowPauseMs((user + system) / 1_000, frames), undefined, { signal });
    }
  }
  signal.throwIfAborted();
  if (framesMax < frames) return failed('transient', 'the prompt says [fail]');
  return { kind: 'clip', bytes: clip.finish() };
}

async function sceneOrFailure(task: TaskRecord): Promise<Awaited<ReturnType<typeof createScene>> | Failed> {
  try {
    return await createScene(task);
  } catch (error) {
    if (error instanceof UnreadablePicture) return failed('invalid', error.message);
    throw error;
  }
}

function failed(code: Failed['code'], detail: string): Failed {
  return { kind: 'failed', code, detail };
}
