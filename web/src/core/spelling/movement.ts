import { distance, middle, type Place, place, share } from "../geometry";
import { FINGERTIPS, INDEX_FINGER, LITTLE_KNUCKLE, LITTLE_TIP, palm, WRIST } from "../skeleton";
import type { Handedness, Points } from "../types";
import type { Thresholds } from "./thresholds";

const NEARLY = 0.98;

/** A movement that was recognised: its letter, and the seconds at which the hand began to move. */
export interface Path {
  readonly letter: "J" | "Z";
  readonly begin: number;
}

/** The probability of the shape that a moving letter has, and that of the likeliest other. */
export type Likeness = readonly [number, number];

/** Looks for a J or a Z in the frames of a hand; see `signread.spelling.movement`. */
export class Movements {
  private hook: Hook;
  private zigzag: Zigzag;
  private right = 0;
  private palmSize = 0;
  private finger: Place | null = null;
  private way: Place = [0, 0];

  constructor(private readonly thresholds: Thresholds) {
    this.hook = new Hook(thresholds);
    this.zigzag = new Zigzag(thresholds);
  }

  add(
    time: number,
    passed: number,
    points: Points,
    handedness: Handedness | null,
    likeJ: Likeness,
    likeZ: Likeness,
  ): Path | null {
    const thresholds = this.thresholds;
    const { size } = palm(points);
    const sign = handedness === null ? 0 : handedness === "right" ? 1 : -1;
    if (passed > thresholds.lost || this.palmSize === 0) {
      this.hook = new Hook(thresholds);
      this.zigzag = new Zigzag(thresholds);
      this.right = sign;
      this.palmSize = size;
      this.finger = null;
    }
    this.right += (sign - this.right) * share(passed, thresholds.smoothing_s);
    this.palmSize += (size - this.palmSize) * share(passed, thresholds.smoothing_s);
    const side = this.right >= 0 ? 1 : -1;
    const scaled = points.map(([x, y]): Place => [(x * side) / this.palmSize, y / this.palmSize]);
    const finger = middle(INDEX_FINGER.map((number) => place(points, number)));
    const before = this.finger ?? finger;
    this.way = [
      this.way[0] + ((finger[0] - before[0]) * side) / this.palmSize,
      this.way[1] + (finger[1] - before[1]) / this.palmSize,
    ];
    this.finger = finger;
    const hooked = this.hook.add(time, passed, scaled, likeJ);
    const drawn = this.zigzag.add(time, passed, scaled, this.way, likeZ[1]);
    if (hooked !== null) return { letter: "J", begin: hooked };
    return drawn === null ? null : { letter: "Z", begin: drawn };
  }
}

/** J: the little finger of an I swings down and round to the other side. */
class Hook {
  private upright: number | null = null;
  private swung: number | null = null;
  private beyond = 0;
  private begin = 0;

  constructor(private readonly thresholds: Thresholds) {}

  add(time: number, passed: number, points: Points, [likeI, likeAnother]: Likeness): number | null {
    const thresholds = this.thresholds;
    const [tipX, tipY] = place(points, LITTLE_TIP);
    const [knuckleX, knuckleY] = place(points, LITTLE_KNUCKLE);
    const angle = (Math.atan2(knuckleY - tipY, tipX - knuckleX) * 180) / Math.PI;
    if (likeI >= thresholds.is_i && Math.abs(angle - 90) <= thresholds.upright) this.upright = time;
    const inward = angle >= 90 + thresholds.swing || angle <= -90;
    if (inward && this.upright !== null && time - this.upright <= thresholds.swing_time) {
      this.swung = time;
      this.beyond = 0;
      this.begin = this.upright;
    }
    if (this.swung === null) return null;
    if (time - this.swung > thresholds.hook_time) {
      this.swung = null;
      return null;
    }
    const outward =
      Math.abs(angle) <= thresholds.hooked && Math.hypot(tipX - knuckleX, tipY - knuckleY) >= thresholds.little;
    if (outward && likeAnother < thresholds.is_another) this.beyond += passed;
    if (this.beyond < thresholds.seen) return null;
    this.swung = this.upright = null;
    return this.begin;
  }
}

/** A way of the finger to one side: where it began and how far it came; how long, and how long pointing. */
interface Leg {
  readonly begin: number;
  readonly start: Place;
  end: Place;
  lasted: number;
  pointed: number;
}

const across = (leg: Leg): number => leg.end[0] - leg.start[0];
const down = (leg: Leg): number => leg.end[1] - leg.start[1];

/** Z: the index finger goes across, back down aslant, and across again. */
class Zigzag {
  private legs: Leg[] = [];
  private rest: Place | null = null;

  constructor(private readonly thresholds: Thresholds) {}

  add(time: number, passed: number, points: Points, finger: Place, likeAnother: number): number | null {
    this.follow(time, finger);
    const leg = this.legs.at(-1);
    if (leg === undefined) return null;
    const [index = 0, ...others] = FINGERTIPS.map((tip) => distance(place(points, tip), place(points, WRIST)));
    leg.lasted += passed;
    if (index >= Math.max(...others) * NEARLY && likeAnother < this.thresholds.is_another) leg.pointed += passed;
    const begin = this.drawn(time);
    if (begin === null) return null;
    this.legs = [];
    this.rest = finger;
    return begin;
  }

  private follow(time: number, finger: Place): void {
    const turn = this.thresholds.turn;
    const leg = this.legs.at(-1);
    if (leg === undefined) {
      this.rest ??= finger;
      if (Math.abs(finger[0] - this.rest[0]) >= turn) this.legs.push(newLeg(time, this.rest, finger));
      return;
    }
    const way = across(leg) > 0 ? 1 : -1;
    if ((finger[0] - leg.end[0]) * way > 0) leg.end = finger;
    else if ((leg.end[0] - finger[0]) * way >= turn) {
      this.legs.push(newLeg(time, leg.end, finger));
      if (this.legs.length > 3) this.legs.shift();
    }
  }

  private drawn(time: number): number | null {
    const thresholds = this.thresholds;
    const [first, second, third] = this.legs;
    if (first === undefined || second === undefined || third === undefined) return null;
    if (time - first.begin > thresholds.zigzag_time) return null;
    const total = (what: "lasted" | "pointed"): number => first[what] + second[what] + third[what];
    const isZ =
      -across(first) >= thresholds.leg &&
      across(second) >= thresholds.leg &&
      -across(third) >= thresholds.leg &&
      Math.abs(down(first)) <= thresholds.level * -across(first) &&
      down(second) >= thresholds.aslant * across(second) &&
      Math.abs(down(third)) <= thresholds.level * -across(third) &&
      total("pointed") >= thresholds.pointing * total("lasted");
    return isZ ? first.begin : null;
  }
}

function newLeg(begin: number, start: Place, end: Place): Leg {
  return { begin, start, end, lasted: 0, pointed: 0 };
}
