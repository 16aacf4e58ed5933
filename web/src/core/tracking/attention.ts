import { palm } from "../skeleton";
import type { Hand, Handedness, Points3 } from "../types";

/** Which of two hands signs: `signread.tracking.attention`, to the letter. */
const MEMORY_S = 1;
const RESTS = 0.6;
const SIGNS = 1.2;
const SURE = 3;

/** How much one hand has moved of late, in palms. */
class Movement {
  way = 0;
  private points: Points3 | null = null;

  add(points: Points3, passed: number): void {
    if (this.points !== null) {
      const before = this.points;
      const off = points.map(([x, y], place) =>
        Math.hypot(x - (before[place]?.[0] ?? x), y - (before[place]?.[1] ?? y)),
      );
      const moved = off.reduce((sum, each) => sum + each, 0) / off.length;
      this.way = this.way * Math.exp(-passed / MEMORY_S) + moved / palm(points.map(([x, y]) => [x, y] as const)).size;
    }
    this.points = points;
  }
}

/** Compares the hand that is followed with the other one. side: the one that is to be read where both are seen. */
export class Attention {
  side: Handedness | null = null;
  private followed = new Movement();
  private other = new Movement();
  private time: number | null = null;
  private sides = 0;

  add(time: number, followed: Hand, other: Hand | null): void {
    if (other === null) {
      [this.followed, this.other, this.time, this.sides] = [new Movement(), new Movement(), null, 0];
      return;
    }
    const passed = this.time === null ? 0 : time - this.time;
    this.time = time;
    this.followed.add(followed.points, passed);
    this.other.add(other.points, passed);
    if (this.side === null || other.handedness === followed.handedness) this.sides = 0;
    else {
      const step = other.handedness === this.side ? 1 : -1;
      this.sides = this.sides * step > 0 ? this.sides + step : step;
    }
  }

  /** Whether the other hand is the one that signs. */
  get shouldSwitch(): boolean {
    if (Math.abs(this.sides) >= SURE) return this.sides > 0;
    return this.followed.way <= RESTS && this.other.way >= SIGNS;
  }

  switch(): void {
    [this.followed, this.other] = [this.other, this.followed];
    this.sides = 0;
  }
}
