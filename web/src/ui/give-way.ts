/** How seldom the hand is drawn, so that the camera is read nearly as often as without it. */

/** Milliseconds between pictures of the hand: without a camera; at first with one; and at most. */
export const SOON = 1000 / 30;
const FIRST = 125;
const LATEST = 600;
/** How much longer than usual the time between frames that are read may be; and how fast the hand gives way, and comes back. */
const TOLERATED = 1.15;
const SLOWER = 1.15;
const SOONER = 0.985;
/** Milliseconds between frames where nobody knows better; without a frame for so long there is no camera. */
const USUAL = 1000 / 15;
const GONE = 1500;
/** Of the mean, how much one more frame counts. */
const NEW = 0.1;

export class GiveWay {
  private usual = USUAL;
  private now = USUAL;
  private last = Number.NEGATIVE_INFINITY;
  private wait = FIRST;

  /** A frame was read, at a time in milliseconds. drawing: whether the hand moves meanwhile. */
  frame(time: number, drawing: boolean): void {
    const passed = time - this.last;
    this.last = time;
    if (passed > GONE) {
      [this.now, this.wait] = [this.usual, FIRST];
      return;
    }
    this.now += NEW * (passed - this.now);
    if (!drawing) this.usual += NEW * (passed - this.usual);
    else if (this.now > TOLERATED * this.usual) this.wait = Math.min(this.wait * SLOWER, LATEST);
    else this.wait = Math.max(this.wait * SOONER, SOON);
  }

  /** Milliseconds until the hand should be drawn again. */
  pause(time: number): number {
    return time - this.last > GONE ? SOON : this.wait;
  }
}
