/** How a renderer's process ends; anything else is a crash. */
export const rendererExit = {
  /** The queue is empty, or it was told to stop. */
  done: 0,
  /** Another process renders in this folder. */
  busy: 10,
  /** The disk takes no more; the task waits for room. */
  paused: 11,
} as const;
