import { mix, rgb, white } from './colour.ts';
import { courseOf } from './motion.ts';
import { ground } from './ground.ts';
import { planets } from './planet.ts';
import { props } from './props.ts';
import { dunes, hills, mountains } from './relief.ts';
import { room } from './room.ts';
import { sea } from './sea.ts';
import { backdrop, clouds, stars } from './sky.ts';
import { skyline } from './skyline.ts';
import type { Layer, Pen, Stage } from './stage.ts';
import { subjectOf } from './subject.ts';
import { treeLines } from './trees.ts';
import { air } from './weather.ts';

/** The scene that a prompt describes, from the sky to the air in front of the viewer. */
export function world(stage: Stage): { draw(pen: Pen, atS: number): void } {
  const course = courseOf(stage);
  const subject = subjectOf(stage);
  const { behind, before } = surroundings(stage);
  return {
    draw(pen, atS) {
      const moment = { atS, cameraX: course.cameraX(atS) };
      for (const layer of behind) layer.draw(pen, moment);
      subject.draw(pen, course.pose(atS));
      for (const layer of before) layer.draw(pen, moment);
    },
  };
}

function surroundings(stage: Stage): { readonly behind: readonly Layer[]; readonly before: readonly Layer[] } {
  const { wish, palette } = stage;
  switch (wish.place) {
    case 'room': {
      const { wall, floorLight } = room(stage);
      return { behind: [wall, ground(stage), floorLight], before: [air(stage)] };
    }
    case 'space':
      return { behind: [backdrop(stage), stars(stage), planets(stage)], before: [] };
    case 'ocean': {
      const { behind, before } = sea(stage);
      const far = hills(stage).slice(0, 1);
      return { behind: [...sky(stage), ...far, behind], before: [before, air(stage)] };
    }
    case 'city':
      return outdoors(stage, skyline(stage));
    case 'forest':
      return outdoors(
        stage,
        treeLines(stage, palette.relief, wish.weather === 'snow' ? mix(white, palette.haze, 0.25) : null),
      );
    case 'snow': {
      const firs = treeLines(stage, mix(rgb(0x2c5b55), palette.relief, 0.5), mix(white, palette.haze, 0.25));
      return outdoors(stage, [...mountains(stage).slice(0, 1), ...firs.slice(1)]);
    }
    case 'mountains':
      return outdoors(stage, mountains(stage));
    case 'desert':
      return outdoors(stage, dunes(stage));
    case 'meadow':
      return outdoors(stage, hills(stage));
  }
}

function outdoors(stage: Stage, relief: readonly Layer[]): { behind: readonly Layer[]; before: readonly Layer[] } {
  return { behind: [...sky(stage), ...relief, ground(stage), props(stage)], before: [air(stage)] };
}

function sky(stage: Stage): Layer[] {
  const { light, weather } = stage.wish;
  const isStarry = light === 'night' && weather === 'clear';
  return [backdrop(stage), ...(isStarry ? [stars(stage)] : []), clouds(stage)];
}
