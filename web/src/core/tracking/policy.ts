import { bounds, extent } from "../skeleton";
import type { Hand, Handedness, Points3 } from "../types";
import { Attention } from "./attention";

/** Which look at a frame comes next: `signread.tracking.policy`, to the letter; `conformance/tracking.json` pins it. */
const MEMORY_S = 0.5;
const FOLLOW_WITHIN_S = 0.15;
const MAX_SCALE_JUMP = 2.5;
const PARTS = 4;
const PART_EVERY_S = 0.1;
const PASSES = 2;
const OTHER_EVERY_S = 0.12;
const FIRST_WAIT_S = 1.5;
const LONGEST_WAIT_S = 3;
const KEEP_S = 2;
const APART = 0.5;

export type View = "follow" | "whole" | "close" | "near" | "part" | "forget" | "other" | "take";

/**
 * A look that is asked for. passes: how often it is repeated. near: the points around which it looks, or which it
 * covers. part: which one of the picture's.
 */
export interface Look {
  readonly view: View;
  readonly passes: number;
  readonly near: Points3 | null;
  readonly part: number;
}

/** Asks for looks, is sent what each found, and returns the hand of the frame. */
export type Steps = Generator<Look, Hand | null, Hand | null>;

const look = (view: View, passes = 1, near: Points3 | null = null, part = 0): Look => ({ view, passes, near, part });

/** Where a hand that is gone is looked for, one after the other. */
const PLACES = [...Array.from({ length: PARTS }, (_, part) => look("part", 1, null, part)), look("close")];

/** The hand of a picture that stands alone: anywhere in it, or filling it. */
export function* search(passes = PASSES): Steps {
  return (yield look("whole", passes)) ?? (yield look("close", passes));
}

/** Follows one hand through the frames of one clip: of two the one that signs. */
export class FollowPolicy {
  private readonly attention = new Attention();
  private lookForOther = 0;
  private wait = FIRST_WAIT_S;
  /** The other hand, where one was just seen. */
  other: Hand | null = null;
  private time: number | null = null;
  private searched = 0;
  private handTime = 0;
  private handPoints: Points3 | null = null;
  private place = 0;

  /** The hand that is followed where both are seen; null for the one that moves while the other rests. */
  set side(side: Handedness | null) {
    this.attention.side = side;
  }

  /** The looks at the frame that comes next. resized: whether its size is another than that of the one before. */
  *steps(time: number, resized = false): Steps {
    const elapsed = this.time === null ? null : time - this.time;
    this.time = time;
    let hand: Hand | null;
    if (elapsed === null || resized || elapsed > FOLLOW_WITHIN_S) {
      if (elapsed === null || resized) {
        this.searched = time;
        this.handPoints = null;
        this.place = 0;
        this.lookForOther = time;
        this.wait = FIRST_WAIT_S;
      }
      yield look("forget");
      hand = (yield* search()) ?? (yield* this.searchAfar(time, elapsed === null || resized));
    } else hand = yield* this.follow(time);
    if (hand !== null) hand = this.isOther(time, hand) ? yield* this.take(hand) : yield* this.attend(time, hand);
    if (hand !== null) {
      this.handTime = time;
      this.handPoints = hand.points;
    }
    return hand;
  }

  private *switch(followed: Hand): Steps {
    const taken = yield* this.take(followed);
    if (taken === null) return followed;
    this.attention.switch();
    this.other = followed;
    this.handPoints = taken.points;
    return taken;
  }

  /** Another hand than this one, which is followed from now on. */
  private *take(wrong: Hand): Steps {
    yield look("forget");
    return yield look("take", 1, wrong.points);
  }

  /** Whether what was found is the hand that rests, while the one that signs was just there. */
  private isOther(time: number, hand: Hand): boolean {
    if (this.other === null || this.handPoints === null || time - this.handTime > KEEP_S) return false;
    return between(hand.points, this.other.points) < between(hand.points, this.handPoints);
  }

  private *attend(time: number, hand: Hand): Steps {
    if (time < this.lookForOther) return hand;
    const other = yield look("other", 1, hand.points);
    const apart = other !== null && between(hand.points, other.points) > APART * largest(hand, other);
    this.other = apart ? other : null;
    this.lookForOther = time + (apart ? OTHER_EVERY_S : this.wait);
    this.wait = apart ? FIRST_WAIT_S : Math.min(2 * this.wait, LONGEST_WAIT_S);
    this.attention.add(time, hand, this.other);
    return this.attention.shouldSwitch ? yield* this.switch(hand) : hand;
  }

  private *follow(time: number): Steps {
    const hand = yield look("follow");
    const known = this.known(time);
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
    if (time - this.searched < PART_EVERY_S) return null;
    this.searched = time; // now and then, for it costs as much again
    return yield this.nextPlace();
  }

  /** A hand that is too small for the whole picture: where it was, or in the parts. */
  private *searchAfar(time: number, everywhere: boolean): Steps {
    const known = this.known(time);
    if (known !== null) {
      const hand = yield look("near", 1, known);
      if (hand !== null) return hand;
    }
    for (let count = 0; count < (everywhere ? PARTS : 1); count += 1) {
      const hand = yield this.nextPlace();
      if (hand !== null) return hand;
    }
    return null;
  }

  /** Where the hand was just now. */
  private known(time: number): Points3 | null {
    return time - this.handTime <= MEMORY_S ? this.handPoints : null;
  }

  /** Where a hand that is gone is looked for next. */
  private nextPlace(): Look {
    const next = PLACES[this.place] ?? look("close");
    this.place = (this.place + 1) % PLACES.length;
    return next;
  }
}

const largest = (one: Hand, other: Hand): number => Math.max(extent(one.points), extent(other.points));

/** How far the middles of two hands' boxes are apart, across or down. */
function between(one: Points3, other: Points3): number {
  const [a, b] = [bounds(one), bounds(other)];
  return Math.max(Math.abs(a.left + a.right - b.left - b.right), Math.abs(a.top + a.bottom - b.top - b.bottom)) / 2;
}

/** Whether a hand grew or shrank faster than one comes nearer or goes away. */
function jumps(before: Points3, now: Points3): boolean {
  const sizes = [extent(before), extent(now)];
  return Math.max(...sizes) > Math.min(...sizes) * MAX_SCALE_JUMP;
}
