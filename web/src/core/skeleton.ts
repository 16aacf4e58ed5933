/** The hand's points, written by Python (`signread.skeleton`) when the page is built. */
import skeleton from "../generated/skeleton.json";
import { distance, middle, type Place, place } from "./geometry";
import type { Points } from "./types";

const at = (name: string): number => {
  const index = skeleton.points.indexOf(name);
  if (index < 0) throw new RangeError(`a hand has no ${name}`);
  return index;
};

export const POINT_COUNT = skeleton.points.length;
export const LITTLE_TIP = at("little_tip");
export const INDEX_TIP = at("index_tip");
/** Chains of points that are drawn as lines. */
export const OUTLINE: readonly (readonly number[])[] = skeleton.outline;

const LEAST_PALM = 1e-6;

/** Centre and size of the palm; the unit of all lengths. */
export function palm(points: Points): { centre: Place; size: number } {
  const corners = skeleton.palm.map((number) => place(points, number));
  const centre = middle(corners);
  const square = corners.reduce((sum, corner) => sum + distance(corner, centre) ** 2, 0) / corners.length;
  return { centre, size: Math.max(Math.sqrt(square), LEAST_PALM) };
}

/** The box around points. */
export function bounds(points: readonly (readonly number[])[]): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** The longer side of the box around points. */
export function extent(points: readonly (readonly number[])[]): number {
  const { left, top, right, bottom } = bounds(points);
  return Math.max(right - left, bottom - top);
}
