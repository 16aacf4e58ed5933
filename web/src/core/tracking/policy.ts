import { extent } from "../skeleton";
import type { Hand, Points3 } from "../types";

/** Which look at a frame comes next: `signread.tracking.policy`, to the letter; `conformance/tracking.json` pins it. */
const MEMORY_S = 0.5;
const FOLLOW_WITHIN_S = 0.15;
const MAX_SCALE_JUMP = 2.5;
const PASSES = 2;

export type View = "follow" | "whole" | "close" | "near" | "forget";

/** A look that is asked for. passes: how often it is repeated. near: the points around which it looks. */
export interface Look {
  readonly view: View;
  readonly passes: number;
  readonly near: Points3 | null;
}

/** Asks for looks, is sent what each found, and returns the hand of the frame. */
export type Steps = Generator<Look, Hand | null, Hand | null>;

const look = (view: View, passes = 1, near: Points3 | null = null): Look => ({ view, passes, near });

/** The hand of a picture that stands alone: anywhere in it, or filling it. */
export function* search(passes = PASSES): Steps {
  return (yield look("whole", passes)) ?? (yield look("close", passes));
}

/** Follows one hand through the frames of one clip. */
export class FollowPolicy {
  private time: number | null = null;
  private searched = 0;
  private handTime = 0;
  private handPoints: Points3 | null = null;

  /** The looks at the frame that comes next. resized: whether its size is another than that of the one before. */
  *steps(time: number, resized = false): Steps {
    const elapsed = this.time === null ? null : time - this.time;
    this.time = time;
    let hand: Hand | null;
    if (elapsed === null || resized || elapsed > FOLLOW_WITHIN_S) {
      if (elapsed === null || resized) {
        this.searched = time;
        this.handPoints = null;
      }
      yield look("forget");
      hand = yield* search();
    } else hand = yield* this.follow(time);
    if (hand !== null) {
      this.handTime = time;
      this.handPoints = hand.points;
    }
    return hand;
  }

  private *follow(time: number): Steps {
    const hand = yield look("follow");
    const known = time - this.handTime <= MEMORY_S ? this.handPoints : null;
    if (hand === null) return yield* this.findAgain(time, known);
    if (known === null || !jumps(known, hand.points)) return hand;
    // What was once taken for a hand is followed, a knuckle say. It has to be looked for anew.
    yield look("forget");
    if (time - this.searched < FOLLOW_WITHIN_S) return null; // looking in every frame would take too long
    this.searched = time;
    for (const next of [look("close"), look("whole"), look("near", 1, known)]) {
      const again = yield next;
      if (again !== null && !jumps(known, again.points)) return again;
    }
    return null;
  }

  private *findAgain(time: number, known: Points3 | null): Steps {
    if (known !== null) return (yield look("near", 1, known)) ?? (yield look("close"));
    if (time - this.searched < MEMORY_S) return null;
    this.searched = time; // now and then, for it costs as much again
    return yield look("close");
  }
}

/** Whether a hand grew or shrank faster than one comes nearer or goes away. */
function jumps(before: Points3, now: Points3): boolean {
  const sizes = [extent(before), extent(now)];
  return Math.max(...sizes) > Math.min(...sizes) * MAX_SCALE_JUMP;
}
