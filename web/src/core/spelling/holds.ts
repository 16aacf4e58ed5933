import { distance, type Place, place, share, towards } from "../geometry";
import { palm } from "../skeleton";
import { NO_LETTER, type Points } from "../types";
import type { Thresholds } from "./thresholds";

/** A letter that was held: its number, when it began, and the mean probabilities while it was shown. */
export interface Hold {
  readonly letter: number;
  readonly begin: number;
  readonly probabilities: readonly number[];
}

/** Adds up evidence for every letter; `signread.spelling.holds.Holds` says how and why. */
export class Holds {
  readonly isLetter: readonly boolean[];
  private probabilities: number[];
  private readonly begins: number[];
  private evidence: number[];
  private sums: number[][];
  private lasted: number[];
  private trail: Points | null = null;
  private rest: Place | null = null;
  private anchor: Place | null = null;
  private rested = 0;
  private jitter = 0;
  private committed: number | null = null;
  private slid: number | null = null;
  private other = 0;
  private since = 0;

  constructor(
    letters: readonly string[],
    private readonly thresholds: Thresholds,
  ) {
    this.isLetter = letters.map((name) => name !== NO_LETTER);
    this.probabilities = letters.map(() => 0);
    this.begins = letters.map(() => 0);
    this.evidence = letters.map(() => 0);
    this.lasted = letters.map(() => 0);
    this.sums = letters.map(() => letters.map(() => 0));
  }

  /** The letter that was committed last, as long as the hand still shows it. */
  get stillShown(): number | null {
    return this.committed !== null && (this.probabilities[this.committed] ?? 0) >= this.thresholds.doubt
      ? this.committed
      : null;
  }

  add(time: number, passed: number, probabilities: readonly number[] | null, points: Points | null): Hold | null {
    const moves = probabilities !== null && this.moves(points, passed);
    const letters = this.isLetter.map((letter, label) =>
      probabilities !== null && letter && !moves ? (probabilities[label] ?? 0) : 0,
    );
    const both = letters.map((value, label) => Math.min(value, this.probabilities[label] ?? 0));
    this.probabilities = letters;
    if (passed > this.thresholds.gap) {
      this.forget();
      return null;
    }
    this.release(passed, both, points);
    this.gather(time, passed, both);
    const best = this.evidence.reduce((most, value, label) => (value > (this.evidence[most] ?? 0) ? label : most), 0);
    if ((this.evidence[best] ?? 0) < this.thresholds.min_hold_s) return null;
    const lasted = this.lasted[best] ?? 1;
    const hold = {
      letter: best,
      begin: this.begins[best] ?? time,
      probabilities: (this.sums[best] ?? []).map((sum) => sum / lasted),
    };
    const repeated = best === this.slid;
    this.commit(best);
    if (repeated) this.since = -this.thresholds.repeat_delay_s;
    return hold;
  }

  /** From now on this letter is committed, and for so much longer. */
  commit(letter: number, grace = 0): void {
    this.committed = letter;
    this.slid = null;
    this.other = -grace;
    this.since = 0;
    this.anchor = this.rest;
    this.forget();
  }

  private gather(time: number, passed: number, both: readonly number[]): void {
    const { doubt, patience } = this.thresholds;
    const fades = share(passed, patience);
    both.forEach((probability, letter) => {
      const before = this.evidence[letter] ?? 0;
      const gained = ((probability - doubt) / (1 - doubt)) * patience * fades;
      const now = letter === this.committed ? 0 : Math.max(before * (1 - fades) + gained, 0);
      this.evidence[letter] = now;
      if (before === 0) this.begins[letter] = time - passed;
      const sums = this.sums[letter] ?? [];
      if (now > 0) {
        both.forEach((value, label) => {
          sums[label] = (sums[label] ?? 0) + value * passed;
        });
        this.lasted[letter] = (this.lasted[letter] ?? 0) + passed;
      } else if (this.lasted[letter] !== 0) {
        sums.fill(0);
        this.lasted[letter] = 0;
      }
    });
  }

  private release(passed: number, both: readonly number[], points: Points | null): void {
    if (this.committed === null) return;
    const thresholds = this.thresholds;
    this.since += passed;
    const otherwise = this.other + passed * (1 - 2 * (both[this.committed] ?? 0));
    this.other = Math.max(otherwise, Math.min(this.other, 0));
    let slid = false;
    if (points !== null && this.rest !== null && this.anchor !== null) {
      if (this.other < 0 || this.since <= 0) {
        this.anchor = this.rest;
      } else if (this.since < thresholds.rest) {
        this.anchor = towards(this.anchor, this.rest, Math.min(passed / this.since, 1));
      } else {
        slid =
          distance(this.rest, this.anchor) / palm(points).size >
          Math.max(thresholds.slide, thresholds.shaking * this.jitter);
        this.anchor = towards(this.anchor, this.rest, share(passed, thresholds.drift));
      }
    }
    if (slid || this.other >= thresholds.release) {
      this.slid = slid ? this.committed : null;
      this.committed = null;
    }
  }

  private moves(points: Points | null, passed: number): boolean {
    const thresholds = this.thresholds;
    if (points === null) {
      this.trail = this.rest = null;
      return false;
    }
    const { centre, size } = palm(points);
    if (this.trail === null || this.rest === null || passed > thresholds.gap) {
      this.trail = points;
      this.rest = centre;
      this.rested = 0;
      return false;
    }
    const trail = this.trail;
    const way = points.reduce((sum, point, number) => sum + distance(point, place(trail, number)), 0) / points.length;
    this.trail = trail.map((point, number) => towards(point, place(points, number), share(passed, thresholds.moment)));
    if (way / size > thresholds.moving) {
      this.rest = centre;
      this.rested = 0;
      return true;
    }
    this.rested += passed;
    this.jitter += (distance(centre, this.rest) / size - this.jitter) * share(passed, thresholds.steady);
    this.rest = towards(this.rest, centre, Math.max(share(passed, thresholds.settle), passed / this.rested));
    return false;
  }

  private forget(): void {
    this.evidence.fill(0);
    this.lasted.fill(0);
    for (const sums of this.sums) sums.fill(0);
  }
}
