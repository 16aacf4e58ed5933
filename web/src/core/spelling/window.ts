import window from "../../generated/window.json";
import { POINT_COUNT } from "../skeleton";
import type { Points } from "../types";

export const STEPS: number = window.steps;
const { step_s: STEP_S, longest_gap_s: LONGEST_GAP_S, most_frames: MOST_FRAMES } = window;

interface Sighting {
  readonly time: number;
  readonly points: Points | null;
}

/** The last seconds of a hand on an even grid of time: `signread.spelling.window.Window`. */
export class Window {
  private frames: Sighting[] = [];

  add(time: number, points: Points | null): void {
    this.frames.push({ time, points });
    const oldest = time - STEP_S * STEPS - LONGEST_GAP_S;
    while (this.frames.length > MOST_FRAMES || (this.frames[1]?.time ?? Number.POSITIVE_INFINITY) <= oldest)
      this.frames.shift();
  }

  /** (STEPS, 21, 2), NaN where the hand was not seen. */
  get grid(): Float32Array {
    const { frames } = this;
    const grid = new Float32Array(STEPS * POINT_COUNT * 2).fill(Number.NaN);
    const now = frames.at(-1)?.time ?? 0;
    let after = 0;
    for (let step = 0; step < STEPS; step += 1) {
      const at = now - STEP_S * (STEPS - 1 - step);
      while (after < frames.length && frames[after]!.time < at) after += 1;
      const next = frames[after];
      if (next === undefined || (after === 0 && next.time !== at)) continue;
      const last = next.time === at ? next : frames[after - 1]!;
      const gap = next.time - last.time;
      if (gap > LONGEST_GAP_S || last.points === null || next.points === null) continue;
      const part = gap > 0 ? (at - last.time) / gap : 0;
      for (const [number, [x, y]] of last.points.entries()) {
        const [nextX, nextY] = next.points[number]!;
        const place = (step * POINT_COUNT + number) * 2;
        grid[place] = x + (nextX - x) * part;
        grid[place + 1] = y + (nextY - y) * part;
      }
    }
    return grid;
  }
}
