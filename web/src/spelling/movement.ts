import type { Points } from "./events";
import { apart, at, middleOf, palmOf, type Place, share } from "./geometry";
import type { Thresholds } from "./thresholds";

const INDEX = [5, 6, 7, 8] as const;
const WRIST = 0;
const LITTLE_KNUCKLE = 17;
const LITTLE_TIP = 20;
const TIPS = [8, 12, 16, 20] as const;
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
  private palm = 0;
  private finger: Place | null = null;
  private way: Place = [0, 0];

  constructor(private readonly how: Thresholds) {
    this.hook = new Hook(how);
    this.zigzag = new Zigzag(how);
  }

  add(time: number, passed: number, points: Points, handedness: number, likeJ: Likeness, likeZ: Likeness): Path | null {
    const how = this.how;
    const { size } = palmOf(points);
    if (passed > how.lost || this.palm === 0) {
      this.hook = new Hook(how);
      this.zigzag = new Zigzag(how);
      this.right = handedness;
      this.palm = size;
      this.finger = null;
    }
    this.right += (handedness - this.right) * share(passed, how.side);
    this.palm += (size - this.palm) * share(passed, how.side);
    const side = this.right >= 0 ? 1 : -1;
    const scaled = points.map(([x, y]): Place => [(x * side) / this.palm, y / this.palm]);
    const finger = middleOf(INDEX.map((number) => at(points, number)));
    const before = this.finger ?? finger;
    this.way = [
      this.way[0] + ((finger[0] - before[0]) * side) / this.palm,
      this.way[1] + (finger[1] - before[1]) / this.palm,
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

  constructor(private readonly how: Thresholds) {}

  add(time: number, passed: number, points: Points, [likeI, likeAnother]: Likeness): number | null {
    const how = this.how;
    const [tipX, tipY] = at(points, LITTLE_TIP);
    const [knuckleX, knuckleY] = at(points, LITTLE_KNUCKLE);
    const angle = (Math.atan2(knuckleY - tipY, tipX - knuckleX) * 180) / Math.PI;
    if (likeI >= how.is_i && Math.abs(angle - 90) <= how.upright) this.upright = time;
    const inward = angle >= 90 + how.swing || angle <= -90;
    if (inward && this.upright !== null && time - this.upright <= how.swing_time) {
      this.swung = time;
      this.beyond = 0;
      this.begin = this.upright;
    }
    if (this.swung === null) return null;
    if (time - this.swung > how.hook_time) {
      this.swung = null;
      return null;
    }
    const outward = Math.abs(angle) <= how.hooked && Math.hypot(tipX - knuckleX, tipY - knuckleY) >= how.little;
    if (outward && likeAnother < how.is_another) this.beyond += passed;
    if (this.beyond < how.seen) return null;
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

  constructor(private readonly how: Thresholds) {}

  add(time: number, passed: number, points: Points, finger: Place, likeAnother: number): number | null {
    this.follow(time, finger);
    const leg = this.legs.at(-1);
    if (leg === undefined) return null;
    const [index = 0, ...others] = TIPS.map((tip) => apart(at(points, tip), at(points, WRIST)));
    leg.lasted += passed;
    if (index >= Math.max(...others) * NEARLY && likeAnother < this.how.is_another) leg.pointed += passed;
    const begin = this.drawn(time);
    if (begin === null) return null;
    this.legs = [];
    this.rest = finger;
    return begin;
  }

  private follow(time: number, finger: Place): void {
    const turn = this.how.turn;
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
    const how = this.how;
    const [first, second, third] = this.legs;
    if (first === undefined || second === undefined || third === undefined) return null;
    if (time - first.begin > how.zigzag_time) return null;
    const total = (what: "lasted" | "pointed"): number => first[what] + second[what] + third[what];
    const isZ =
      -across(first) >= how.leg &&
      across(second) >= how.leg &&
      -across(third) >= how.leg &&
      Math.abs(down(first)) <= how.level * -across(first) &&
      down(second) >= how.aslant * across(second) &&
      Math.abs(down(third)) <= how.level * -across(third) &&
      total("pointed") >= how.pointing * total("lasted");
    return isZ ? first.begin : null;
  }
}

function newLeg(begin: number, start: Place, end: Place): Leg {
  return { begin, start, end, lasted: 0, pointed: 0 };
}
