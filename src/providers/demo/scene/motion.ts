import { easeInOut, travelled } from './easing.ts';
import type { Stage } from './stage.ts';

/** Where the subject is in a frame. Lengths in pixels, angles in radians. */
export type Pose = {
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  /** Its whole outline leans by this, light included. */
  readonly lean: number;
  /** How much wider than tall it is pressed: 1 is its own shape. */
  readonly squash: number;
  /** How high its lowest point is above the ground. */
  readonly lift: number;
};

export type Course = {
  /** The camera's way at the subject's depth. */
  cameraX(atS: number): number;
  pose(atS: number): Pose;
};

/** The way that the subject and the camera take through the clip. */
export function courseOf(stage: Stage): Course {
  const { width, unit, seconds, wish, contactY, radius } = stage;
  const isWater = wish.place === 'ocean' && wish.shape !== 'balloon';
  const isAdrift = isWater || wish.place === 'space';
  const motion = isAdrift && wish.motion === 'rolling' ? 'floating' : wish.motion;
  const far = motion === 'rolling' || motion === 'flying' ? 0.42 : motion === 'bouncing' ? 0.26 : 0.09;
  const speed = unit * far * wish.pace;
  const cameraX = (atS: number): number => speed * travelled(atS, seconds);
  const across = (atS: number, from: number, to: number): number =>
    width * (from + (to - from) * easeInOut(atS / seconds));
  const rest = contactY - radius;
  const still = { turn: 0, lean: 0, squash: 1, lift: 0 };

  const pose = (atS: number): Pose => {
    switch (motion) {
      case 'rolling': {
        const x = across(atS, 0.3, 0.66);
        const turn = (cameraX(atS) + x - width * 0.3) / radius;
        if (wish.shape !== 'box' && wish.shape !== 'triangle') return { ...still, x, y: rest, turn };
        // A box goes over its edges: its middle rises as it stands on one.
        const edge = ((turn * 0.64) % (Math.PI / 2)) - Math.PI / 4;
        const half = radius * 0.82;
        return { ...still, x, y: contactY - half * Math.SQRT2 * Math.cos(edge), turn: turn * 0.64 };
      }
      case 'bouncing': {
        const beatS = 0.95 / Math.sqrt(wish.pace);
        const share = (((atS / beatS + 0.5) % 1) + 1) % 1;
        const up = 4 * share * (1 - share);
        const lift = up * radius * 2.1;
        const pressed = Math.max(0, 1 - up * 6);
        const squash = 1 + 0.2 * pressed - 0.06 * Math.sin(up * Math.PI);
        const x = across(atS, 0.36, 0.64);
        const isUpright =
          wish.shape === 'heart' || wish.shape === 'star' || wish.shape === 'boat' || wish.shape === 'rocket';
        const turn = isUpright
          ? Math.sin((atS / beatS) * Math.PI) * 0.22
          : (x - width / 2 + cameraX(atS)) / radius / 2.2;
        return { x, y: contactY - lift - radius / squash, turn, lean: 0, squash, lift };
      }
      case 'spinning': {
        const bob = Math.sin(atS * 2) * radius * 0.12;
        const lift = radius * 0.5 + bob;
        return {
          ...still,
          x: across(atS, 0.46, 0.54),
          y: rest - lift,
          turn: travelled(atS, seconds) * 2.1 * wish.pace,
          lift,
        };
      }
      case 'flying': {
        const x = across(atS, 0.28, 0.7);
        const wave = Math.sin(atS * 1.6 * wish.pace);
        const lift = radius * 2 + wave * radius * 0.7;
        return { ...still, x, y: rest - lift, lean: -0.2 * Math.cos(atS * 1.6 * wish.pace), lift };
      }
      case 'falling': {
        const fallS = Math.min(2.2 / wish.pace, seconds * 0.6);
        const height = rest - radius * 1.2;
        const lift = height * dropped(atS / fallS);
        return { ...still, x: across(atS, 0.44, 0.54), y: rest - lift, turn: (1 - dropped(atS / fallS)) * 2.4, lift };
      }
      case 'floating': {
        const wave = Math.sin(atS * 1.5 * wish.pace);
        const lift = isWater ? wave * radius * 0.07 - radius * 0.16 : radius * 0.75 + wave * radius * 0.26;
        const lean = Math.sin(atS * 1.1 * wish.pace + 0.6) * 0.1;
        return { ...still, x: across(atS, 0.4, 0.6), y: rest - lift, lean, lift: Math.max(0, lift) };
      }
    }
  };
  return { cameraX, pose };
}

/** The height of something dropped from 1 at 0 that lands at 1 and then bounces out. */
function dropped(share: number): number {
  if (share < 1) return 1 - share * share;
  const bounces = [
    [1, 0.5, 0.2],
    [1.5, 0.3, 0.06],
  ] as const;
  for (const [from, span, top] of bounces) {
    const at = (share - from) / span;
    if (at >= 0 && at < 1) return 4 * at * (1 - at) * top;
  }
  return 0;
}
