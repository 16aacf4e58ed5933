/** Seconds for a frame above which the page rests between frames, so that the rest of the machine stays quick. */
const SLOW_S = 0.2;
/** How long it rests then, in times of a frame. */
const REST = 0.25;
/** How much the newest frame counts. */
const SMOOTHING = 0.1;

/** How long frames take, and whether that is too long. */
export class Pace {
  private usual = 0;

  /** A frame took so many seconds. Returns for how many seconds to rest: more than 0 on a slow machine alone. */
  add(seconds: number): number {
    this.usual += (seconds - this.usual) * SMOOTHING;
    return this.usual > SLOW_S ? this.usual * REST : 0;
  }
}
