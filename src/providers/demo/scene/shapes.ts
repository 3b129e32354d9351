import { Path2D } from '@napi-rs/canvas';
import type { Shape } from './words.ts';

/** The outline of a shape around its middle, about `radius` in each direction. */
export function outlineOf(shape: Exclude<Shape, 'boat' | 'rocket'>, radius: number): Path2D {
  const path = new Path2D();
  switch (shape) {
    case 'ball':
      path.arc(0, 0, radius, 0, Math.PI * 2);
      return path;
    case 'balloon':
      path.moveTo(0, radius * 1.02);
      path.bezierCurveTo(-radius * 0.55, radius * 0.8, -radius * 0.88, radius * 0.2, -radius * 0.88, -radius * 0.2);
      path.bezierCurveTo(-radius * 0.88, -radius * 0.75, -radius * 0.45, -radius * 1.1, 0, -radius * 1.1);
      path.bezierCurveTo(radius * 0.45, -radius * 1.1, radius * 0.88, -radius * 0.75, radius * 0.88, -radius * 0.2);
      path.bezierCurveTo(radius * 0.88, radius * 0.2, radius * 0.55, radius * 0.8, 0, radius * 1.02);
      path.closePath();
      return path;
    case 'box': {
      const half = radius * 0.82;
      path.roundRect(-half, -half, half * 2, half * 2, half * 0.18);
      return path;
    }
    case 'star':
      return polygon(starPoints(radius), radius * 0.09);
    case 'triangle':
      return polygon(regularPoints(3, radius * 1.12), radius * 0.12);
    case 'diamond':
      return polygon(
        [
          [-0.55, -0.8],
          [0.55, -0.8],
          [1, -0.28],
          [0, 1],
          [-1, -0.28],
        ].map(([x = 0, y = 0]) => [x * radius, y * radius]),
        radius * 0.05,
      );
    case 'ring':
      path.arc(0, 0, radius, 0, Math.PI * 2);
      path.closePath();
      path.arc(0, 0, radius * 0.42, 0, Math.PI * 2, true);
      path.closePath();
      return path;
    case 'heart':
      path.moveTo(0, radius * 0.95);
      path.bezierCurveTo(-radius * 0.35, radius * 0.62, -radius * 1.1, radius * 0.22, -radius * 1.08, -radius * 0.34);
      path.bezierCurveTo(-radius * 1.05, -radius * 0.95, -radius * 0.28, -radius * 1.08, 0, -radius * 0.45);
      path.bezierCurveTo(radius * 0.28, -radius * 1.08, radius * 1.05, -radius * 0.95, radius * 1.08, -radius * 0.34);
      path.bezierCurveTo(radius * 1.1, radius * 0.22, radius * 0.35, radius * 0.62, 0, radius * 0.95);
      path.closePath();
      return path;
  }
}

type Point = readonly number[];

function starPoints(radius: number): Point[] {
  return Array.from({ length: 10 }, (_, at) => {
    const angle = (at / 10) * Math.PI * 2 - Math.PI / 2;
    const reach = at % 2 === 0 ? radius * 1.12 : radius * 0.54;
    return [Math.cos(angle) * reach, Math.sin(angle) * reach];
  });
}

function regularPoints(corners: number, radius: number): Point[] {
  return Array.from({ length: corners }, (_, at) => {
    const angle = (at / corners) * Math.PI * 2 - Math.PI / 2;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  });
}

/** A closed polygon with rounded corners. */
function polygon(points: readonly Point[], rounding: number): Path2D {
  const path = new Path2D();
  const at = (index: number): readonly [number, number] => {
    const [x = 0, y = 0] = points[(index + points.length) % points.length] ?? [];
    return [x, y];
  };
  const [lastX, lastY] = at(-1);
  const [firstX, firstY] = at(0);
  path.moveTo((lastX + firstX) / 2, (lastY + firstY) / 2);
  for (let index = 0; index < points.length; index += 1) {
    path.arcTo(...at(index), ...at(index + 1), rounding);
  }
  path.closePath();
  return path;
}
