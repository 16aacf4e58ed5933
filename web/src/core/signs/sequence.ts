/** Hands and body over time, and the form in which signs are compared: `signread.signs.sequence` and `segments`. */
import signs from "../../generated/signs.json";
import { POINT_COUNT } from "../skeleton";

export type Place2 = readonly [number, number];

/** What was seen at a time: the right hand, the left hand, and the body's points; in picture pixels. */
export interface SignFrame {
  readonly time: number;
  readonly hands: readonly [readonly Place2[] | null, readonly Place2[] | null];
  readonly body: readonly Place2[] | null;
}

/** A stretch of signing, normalised: (STEPS, 2, 21, 2), (STEPS, 2) and (STEPS, 7, 2), one number behind the other. */
export interface Sample {
  readonly hands: Float32Array;
  readonly seen: Float32Array;
  readonly body: Float32Array;
  readonly duration: number;
}

export const STEPS = signs.steps;
export const BODY_COUNT = signs.body_places.length;
export const HAND_NUMBERS = 2 * POINT_COUNT * 2;
export const BODY_NUMBERS = 2 * BODY_COUNT;
const RIGHT_WRIST = 3;
const RIGHT_SHOULDER = 5;
const LEFT_SHOULDER = 6;

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}

/** Where the middle between the shoulders mostly is, and how far they are apart; null where they are not seen. */
export function shoulders(frames: readonly SignFrame[]): { x: number; y: number; width: number } | null {
  const both = frames.flatMap(({ body }) => {
    const [right, left] = [body?.[RIGHT_SHOULDER], body?.[LEFT_SHOULDER]];
    return right && left ? [[right, left] as const] : [];
  });
  if (both.length === 0) return null;
  return {
    x: median(both.map(([right, left]) => (right[0] + left[0]) / 2)),
    y: median(both.map(([right, left]) => (right[1] + left[1]) / 2)),
    width: Math.max(
      median(both.map(([right, left]) => Math.hypot(right[0] - left[0], right[1] - left[1]))),
      signs.least_shoulders,
    ),
  };
}

/** Whether a hand is seen and raised in each frame. */
export function raised(frames: readonly SignFrame[]): boolean[] {
  const measured = shoulders(frames);
  if (measured === null) return frames.map(() => false);
  const lowest = measured.y + signs.lowest * measured.width;
  return frames.map(({ hands }) => hands.some((hand) => (hand?.[0]?.[1] ?? Infinity) < lowest));
}

/** From the first frame in which a hand is raised to the last; all of them where none is. */
export function trimmed(frames: readonly SignFrame[]): readonly SignFrame[] {
  const up = raised(frames);
  const first = up.indexOf(true);
  return first < 0 ? frames : frames.slice(first, up.lastIndexOf(true) + 1);
}

/** Values over frames without gaps: linearly between, as before at the ends, 0 where there is none. */
function filled(values: (number | null)[]): number[] {
  const known = values.flatMap((value, place) => (value === null ? [] : [place]));
  if (known.length === 0) return values.map(() => 0);
  let next = 0;
  return values.map((value, place) => {
    if (value !== null) return value;
    while (next < known.length && (known[next] ?? 0) < place) next += 1;
    const [before, after] = [known[next - 1], known[next]];
    const [one, other] = [values[before ?? after ?? 0] ?? 0, values[after ?? before ?? 0] ?? 0];
    if (before === undefined || after === undefined) return before === undefined ? other : one;
    return one + ((other - one) * (place - before)) / (after - before);
  });
}

/** A column of values at STEPS equal times, linearly between. */
function resampled(values: readonly number[], times: readonly number[]): number[] {
  const begin = times[0] ?? 0;
  const end = times.at(-1) ?? 0;
  let after = 0;
  return Array.from({ length: STEPS }, (_, step) => {
    const at = begin + ((end - begin) * step) / (STEPS - 1);
    while (after < times.length - 1 && (times[after] ?? 0) < at) after += 1;
    const before = Math.max(after - 1, 0);
    const passed = (times[after] ?? 0) - (times[before] ?? 0);
    const part = passed > 0 ? Math.min(Math.max((at - (times[before] ?? 0)) / passed, 0), 1) : 0;
    return (values[before] ?? 0) * (1 - part) + (values[after] ?? 0) * part;
  });
}

/** A stretch of signing, normalised; null where there is no frame, or no shoulders to measure by. */
export function normalise(frames: readonly SignFrame[]): Sample | null {
  const measured = shoulders(frames);
  if (measured === null) return null;
  const scaled = ([x, y]: Place2): Place2 => [(x - measured.x) / measured.width, (y - measured.y) / measured.width];
  const times = frames.map(({ time }) => time);
  const columns = (points: (readonly Place2[] | null)[], count: number): number[][] =>
    Array.from({ length: 2 * count }, (_, column) =>
      filled(points.map((frame) => frame?.[column >> 1]?.[column % 2] ?? null)),
    );
  const body = columns(
    frames.map((frame) => frame.body?.map(scaled) ?? null),
    BODY_COUNT,
  );
  const hands: number[][] = [];
  const seen: number[][] = [];
  for (const side of [0, 1] as const) {
    const points = frames.map(({ hands: both }) => both[side]?.map(scaled) ?? null);
    const there = points.map((frame) => frame !== null);
    const wrist = [0, 1].map((axis) => body[2 * (RIGHT_WRIST + side) + axis] ?? []);
    const whole = columns(points, POINT_COUNT);
    const own = [whole[0] ?? [], whole[1] ?? []].map((column) => [...column]);
    const none = !there.includes(true);
    hands.push(
      ...whole.map((column, number) =>
        column.map((value, frame) => {
          const at = wrist[number % 2]?.[frame] ?? 0;
          if (none) return at;
          return there[frame] ? value : value + at - (own[number % 2]?.[frame] ?? 0);
        }),
      ),
    );
    seen.push(there.map(Number));
  }
  return {
    hands: interleaved(hands.map((column) => resampled(column, times))),
    seen: interleaved(seen.map((column) => resampled(column, times))),
    body: interleaved(body.map((column) => resampled(column, times))),
    duration: (times.at(-1) ?? 0) - (times[0] ?? 0),
  };
}

/** Columns as rows, one behind the other. */
function interleaved(columns: readonly number[][]): Float32Array {
  const made = new Float32Array(STEPS * columns.length);
  columns.forEach((column, number) => {
    column.forEach((value, step) => {
      made[step * columns.length + number] = value;
    });
  });
  return made;
}

/** The same by the other hand. */
export function mirrored(sample: Sample): Sample {
  const hand = 2 * POINT_COUNT;
  return {
    hands: sample.hands.map((_, at) => {
      const [step, number] = [Math.floor(at / HAND_NUMBERS), at % HAND_NUMBERS];
      const value = sample.hands[step * HAND_NUMBERS + ((number + hand) % HAND_NUMBERS)] ?? 0;
      return number % 2 ? value : -value;
    }),
    seen: sample.seen.map((_, at) => sample.seen[at ^ 1] ?? 0),
    body: sample.body.map((_, at) => {
      const [step, number] = [Math.floor(at / BODY_NUMBERS), at % BODY_NUMBERS];
      const partner = signs.mirrored[number >> 1] ?? 0;
      const value = sample.body[step * BODY_NUMBERS + 2 * partner + (number % 2)] ?? 0;
      return number % 2 ? value : -value;
    }),
    duration: sample.duration,
  };
}
