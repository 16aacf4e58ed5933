import type { Points } from "./types";

export type Place = readonly [number, number];

export function place(points: Points, number: number): Place {
  const point = points[number];
  if (point === undefined) throw new RangeError(`there are ${points.length} points, none has the number ${number}`);
  return point;
}

export function middle(places: readonly Place[]): Place {
  const sum = places.reduce<[number, number]>(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / places.length, sum[1] / places.length];
}

export function distance([ax, ay]: Place, [bx, by]: Place): number {
  return Math.sqrt((ax - bx) ** 2 + (ay - by) ** 2);
}

/** `a` moved towards `b` by a part of the way. */
export function towards([ax, ay]: Place, [bx, by]: Place, part: number): Place {
  return [ax + (bx - ax) * part, ay + (by - ay) * part];
}

/** How much of the way exponential smoothing goes in that time. */
export function share(passed: number, constant: number): number {
  return 1 - Math.exp(-passed / constant);
}
