import window from "../generated/window.json";

/** Seconds for a frame above which the page rests between frames, so that the rest of the machine stays quick. */
const SLOW_S = 0.2;
/** How long it rests then, in times of a frame. */
const REST = 0.25;
/** How much the newest frame counts. */
const SMOOTHING = 0.1;

/** Seconds from frame to frame above which hands that move are not followed. */
const FEW_S = 1 / window.fewest_a_second;

/** How long frames take, how often they come, and whether that is too long, or too seldom. */
export class Pace {
  private usual = 0;
  private began: number | null = null;
  private interval = 0;

  /** A frame began, at so many seconds. */
  begin(time: number): void {
    if (this.began !== null) this.interval += (Math.min(time - this.began, 1) - this.interval) * SMOOTHING;
    this.began = time;
  }

  /** No frames are asked for: what comes then says nothing of the camera. */
  pause(): void {
    this.began = null;
    this.interval = 0;
  }

  /** Whether the camera gives too few: not where it is the machine that is busy. */
  get few(): boolean {
    return this.interval > FEW_S && this.usual < this.interval / 2;
  }

  /** A frame took so many seconds. Returns for how many seconds to rest: more than 0 on a slow machine alone. */
  add(seconds: number): number {
    this.usual += (seconds - this.usual) * SMOOTHING;
    return this.usual > SLOW_S ? this.usual * REST : 0;
  }
}
