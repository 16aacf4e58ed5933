import { NO_LETTER, type Points } from "./events";
import { apart, at, palmOf, type Place, share, towards } from "./geometry";
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
  private shown: number[];
  private readonly begins: number[];
  private evidence: number[];
  private sums: number[][];
  private lasted: number[];
  private trail: Points | null = null;
  private place: Place | null = null;
  private anchor: Place | null = null;
  private rested = 0;
  private jitter = 0;
  private last: number | null = null;
  private slid: number | null = null;
  private other = 0;
  private since = 0;

  constructor(
    letters: readonly string[],
    private readonly how: Thresholds,
  ) {
    this.isLetter = letters.map((name) => name !== NO_LETTER);
    this.shown = letters.map(() => 0);
    this.begins = letters.map(() => 0);
    this.evidence = letters.map(() => 0);
    this.lasted = letters.map(() => 0);
    this.sums = letters.map(() => letters.map(() => 0));
  }

  /** The letter that was told of last, as long as the hand still shows it. */
  get held(): number | null {
    return this.last !== null && (this.shown[this.last] ?? 0) >= this.how.doubt ? this.last : null;
  }

  add(time: number, passed: number, probabilities: readonly number[] | null, points: Points | null): Hold | null {
    const moves = probabilities !== null && this.moves(points, passed);
    const shown = this.isLetter.map((letter, place) =>
      probabilities !== null && letter && !moves ? (probabilities[place] ?? 0) : 0,
    );
    const both = shown.map((value, place) => Math.min(value, this.shown[place] ?? 0));
    this.shown = shown;
    if (passed > this.how.gap) {
      this.forget();
      return null;
    }
    this.release(passed, both, points);
    this.gather(time, passed, both);
    const best = this.evidence.reduce((most, value, place) => (value > (this.evidence[most] ?? 0) ? place : most), 0);
    if ((this.evidence[best] ?? 0) < this.how.hold) return null;
    const lasted = this.lasted[best] ?? 1;
    const found = {
      letter: best,
      begin: this.begins[best] ?? time,
      probabilities: (this.sums[best] ?? []).map((sum) => sum / lasted),
    };
    const repeated = best === this.slid;
    this.tell(best);
    if (repeated) this.since = -this.how.again;
    return found;
  }

  /** From now on this letter counts as told, and for so much longer. */
  tell(letter: number, grace = 0): void {
    this.last = letter;
    this.slid = null;
    this.other = -grace;
    this.since = 0;
    this.anchor = this.place;
    this.forget();
  }

  private gather(time: number, passed: number, both: readonly number[]): void {
    const { doubt, patience } = this.how;
    const fades = share(passed, patience);
    both.forEach((shown, letter) => {
      const before = this.evidence[letter] ?? 0;
      const gained = ((shown - doubt) / (1 - doubt)) * patience * fades;
      const now = letter === this.last ? 0 : Math.max(before * (1 - fades) + gained, 0);
      this.evidence[letter] = now;
      if (before === 0) this.begins[letter] = time - passed;
      const sums = this.sums[letter] ?? [];
      if (now > 0) {
        both.forEach((value, place) => (sums[place] = (sums[place] ?? 0) + value * passed));
        this.lasted[letter] = (this.lasted[letter] ?? 0) + passed;
      } else if (this.lasted[letter] !== 0) {
        sums.fill(0);
        this.lasted[letter] = 0;
      }
    });
  }

  private release(passed: number, both: readonly number[], points: Points | null): void {
    if (this.last === null) return;
    const how = this.how;
    this.since += passed;
    const otherwise = this.other + passed * (1 - 2 * (both[this.last] ?? 0));
    this.other = Math.max(otherwise, Math.min(this.other, 0));
    let slid = false;
    if (points !== null && this.place !== null && this.anchor !== null) {
      if (this.other < 0 || this.since <= 0) {
        this.anchor = this.place;
      } else if (this.since < how.rest) {
        this.anchor = towards(this.anchor, this.place, Math.min(passed / this.since, 1));
      } else {
        slid = apart(this.place, this.anchor) / palmOf(points).size > Math.max(how.slide, how.shaking * this.jitter);
        this.anchor = towards(this.anchor, this.place, share(passed, how.drift));
      }
    }
    if (slid || this.other >= how.release) {
      this.slid = slid ? this.last : null;
      this.last = null;
    }
  }

  private moves(points: Points | null, passed: number): boolean {
    const how = this.how;
    if (points === null) {
      this.trail = this.place = null;
      return false;
    }
    const { middle, size } = palmOf(points);
    if (this.trail === null || this.place === null || passed > how.gap) {
      this.trail = points;
      this.place = middle;
      this.rested = 0;
      return false;
    }
    const trail = this.trail;
    const way = points.reduce((sum, point, number) => sum + apart(point, at(trail, number)), 0) / points.length;
    this.trail = trail.map((point, number) => towards(point, at(points, number), share(passed, how.moment)));
    if (way / size > how.moving) {
      this.place = middle;
      this.rested = 0;
      return true;
    }
    this.rested += passed;
    this.jitter += (apart(middle, this.place) / size - this.jitter) * share(passed, how.steady);
    this.place = towards(this.place, middle, Math.max(share(passed, how.settle), passed / this.rested));
    return false;
  }

  private forget(): void {
    this.evidence.fill(0);
    this.lasted.fill(0);
    for (const sums of this.sums) sums.fill(0);
  }
}
