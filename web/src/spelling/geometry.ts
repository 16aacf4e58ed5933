import type { Points } from "./events";

export type Place = readonly [number, number];

const PALM = [0, 5, 9, 13, 17] as const;

export function at(points: Points, number: number): Place {
  const point = points[number];
  if (point === undefined) throw new RangeError(`a hand has 21 landmarks, found ${points.length}`);
  return point;
}

export function middleOf(places: readonly Place[]): Place {
  const sum = places.reduce<[number, number]>(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / places.length, sum[1] / places.length];
}

export function apart([ax, ay]: Place, [bx, by]: Place): number {
  return Math.sqrt((ax - bx) ** 2 + (ay - by) ** 2);
}

/** `a` moved towards `b` by a part of the way. */
export function towards([ax, ay]: Place, [bx, by]: Place, part: number): Place {
  return [ax + (bx - ax) * part, ay + (by - ay) * part];
}

/** Middle and size of the palm; the unit of all lengths. */
export function palmOf(points: Points): { middle: Place; size: number } {
  const palm = PALM.map((number) => at(points, number));
  const middle = middleOf(palm);
  const square = palm.reduce((sum, place) => sum + apart(place, middle) ** 2, 0) / palm.length;
  return { middle, size: Math.max(Math.sqrt(square), 1e-6) };
}

/** How much of the way exponential smoothing goes in that time. */
export function share(passed: number, constant: number): number {
  return 1 - Math.exp(-passed / constant);
}
