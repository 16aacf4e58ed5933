import { NO_LETTER } from "../types";
import type { Thresholds } from "./thresholds";

const FLOOR = 0.02;
const NEVER = Number.NEGATIVE_INFINITY;
const INTERVALS = 3;

/** A letter of a path: its number, when it began and was last seen, and the undecided letter before it. */
export interface Letter {
  readonly label: number;
  readonly begin: number;
  before: Letter | null;
  readonly sums: number[];
  end: number;
  lasted: number;
}

/** The mean probabilities while a letter was shown. */
export function meanOf({ sums, lasted }: Letter): number[] {
  return sums.map((sum) => sum / Math.max(lasted, 1e-6));
}

/** The best path that ends with each letter; `signread.spelling.paths.Paths` says how and why. */
export class Paths {
  private readonly letters: readonly number[];
  private readonly none: number;
  private readonly unit: number;
  private probabilities: readonly number[];
  private rates: number[];
  private readonly lastShown: number[];
  private intervals: number[] = [];
  private lastBegin = NEVER;
  private lastDecided = NEVER;
  private blockedUntil = NEVER;
  private scores: number[] = [];
  private paths: (Letter | null)[] = [];
  private openScores: number[] = [];
  private openBases: number[] = [];
  private openPaths: (Letter | null)[] = [];
  private repetition: { score: number; readonly letter: Letter } | null = null;
  private repeated = false;
  private current = 0;
  private since = 0;
  private other = 0;

  constructor(
    labels: readonly string[],
    private readonly thresholds: Thresholds,
  ) {
    this.letters = labels.flatMap((name, label) => (name === NO_LETTER ? [] : [label]));
    this.none = labels.length;
    this.unit = Math.log((1 + FLOOR) / (thresholds.doubt + FLOOR));
    this.probabilities = labels.map(() => 0);
    this.rates = labels.map(() => 0);
    this.lastShown = labels.map(() => NEVER);
    this.clear();
  }

  private clear(): void {
    const never = (): number[] => new Array<number>(this.none).fill(NEVER);
    this.scores = [...never(), 0];
    this.paths = new Array<null>(this.none + 1).fill(null);
    this.openScores = never();
    this.openBases = never();
    this.openPaths = new Array<null>(this.none).fill(null);
    this.repetition = null;
    this.repeated = false;
    this.current = this.none;
    this.since = this.other = 0;
  }

  /** The last letter of the best path, null without one. */
  get last(): number | null {
    const best = this.best();
    return best === this.none ? null : best;
  }

  /** Whether the last letter is decided, and the hand still shows it. */
  get stillShown(): boolean {
    const { last } = this;
    return last !== null && this.paths[last] === null && (this.probabilities[last] ?? 0) >= this.thresholds.stays;
  }

  /** The letters of the best path that are not yet decided. */
  get tentative(): number[] {
    const labels: number[] = [];
    for (let letter = this.paths[this.best()] ?? null; letter !== null; letter = letter.before)
      labels.unshift(letter.label);
    return labels;
  }

  /** Seconds from one letter to the next, or as long as one has been held by now. */
  private pace(time: number): number {
    const held = this.current === this.none ? 0 : time - this.since;
    return Math.max(this.usualPace, Math.min(held, this.thresholds.slowest_pace));
  }

  private get usualPace(): number {
    const usual = new Array<number>(INTERVALS).fill(this.thresholds.usual_pace);
    const latest = [...usual, ...this.intervals].slice(-INTERVALS).sort((one, other) => one - other);
    return latest[(INTERVALS - 1) / 2] ?? 0;
  }

  /** Whether there were letters from which to tell how quickly the hand spells. */
  get knowsPace(): boolean {
    return this.intervals.length > 0;
  }

  /** The same for slides: a hand of unknown pace is given the time of a slow one. */
  get slidePace(): number {
    return this.knowsPace ? this.usualPace : this.thresholds.slowest_pace;
  }

  add(
    time: number,
    passed: number,
    probabilities: readonly number[] | null,
    hand: { readonly speed: number; readonly slid: boolean; readonly rests: boolean; readonly holds: number },
  ): void {
    const before = this.last;
    const half = passed <= this.thresholds.gap ? passed / 2 : 0;
    const slowed = half / (1 + (hand.speed / this.thresholds.fast) ** 2);
    this.gain(time - half, half, slowed, hand.rests);
    this.probabilities = probabilities ?? this.rates.map(() => 0);
    this.rates = this.ratesOf(probabilities?.map((value) => value * hand.holds) ?? null);
    for (const label of this.letters)
      if ((this.probabilities[label] ?? 0) > this.thresholds.doubt) this.lastShown[label] = time;
    this.follow(time, passed);
    this.forget(time);
    const cost = this.thresholds.letter_share * this.pace(time);
    this.repeat(time, half, cost, hand.slid && before === this.last);
    this.enter(time, half, cost);
    this.gain(time, half, slowed, hand.rests);
  }

  /** The letters that are sure by now; they leave the paths. */
  decide(time: number): Letter[] {
    const decided: Letter[] = [];
    for (let path = this.bestPath(); path !== null; path = this.bestPath()) {
      const first = firstOf(path);
      const rivals = this.scores.filter((_, place) => !begins(this.paths[place], first));
      const lead = Math.max(...this.scores) - Math.max(NEVER, ...rivals);
      if (lead < this.thresholds.lead && time - first.begin <= this.thresholds.decide_within) break;
      decided.push(this.emit(first, time));
    }
    const best = Math.max(...this.scores);
    const less = (score: number): number => score - best;
    this.scores = this.scores.map(less);
    this.openScores = this.openScores.map(less);
    this.openBases = this.openBases.map(less);
    if (this.repetition !== null) this.repetition.score -= best;
    return decided;
  }

  /** The letters of the best path, sure or not; what comes then is a new word. */
  flush(time: number): Letter[] {
    const decided: Letter[] = [];
    for (let path = this.bestPath(); path !== null; path = this.bestPath())
      decided.push(this.emit(firstOf(path), time));
    this.clear();
    return decided;
  }

  /** The last letter is this one, whatever was thought; what is shown within `grace` seconds is no other. */
  settle(label: number, time: number, grace: number): void {
    this.clear();
    this.scores.fill(NEVER);
    this.scores[label] = 0;
    this.current = label;
    this.since = this.lastShown[label] = time;
    this.other = -grace;
    this.blockedUntil = time + grace;
  }

  private best(): number {
    return this.scores.indexOf(Math.max(...this.scores));
  }

  private bestPath(): Letter | null {
    return this.paths[this.best()] ?? null;
  }

  private follow(time: number, passed: number): void {
    const best = this.best();
    if (best !== this.current) {
      this.current = best;
      this.since = time;
      this.other = 0;
      this.repeated = false;
      this.repetition = null;
    }
    if (best === this.none) return;
    const other = this.other + passed * (1 - (this.probabilities[best] ?? 0) / this.thresholds.doubt);
    this.other = passed <= this.thresholds.gap ? Math.max(other, Math.min(this.other, 0)) : this.thresholds.release;
  }

  private forget(time: number): void {
    const { idle } = this.thresholds;
    if (time - this.lastDecided > 2 * idle) this.intervals = [];
    for (const label of this.letters) {
      const path = this.paths[label] ?? null;
      const score = this.scores[label] ?? NEVER;
      if (score === NEVER || time - Math.max(this.lastShown[label] ?? NEVER, path?.begin ?? NEVER) <= idle) continue;
      if (score > (this.scores[this.none] ?? NEVER)) {
        this.scores[this.none] = score;
        this.paths[this.none] = path;
      }
      this.scores[label] = this.openScores[label] = NEVER;
      this.paths[label] = null;
      if (label === this.current) this.repetition = null;
    }
  }

  private repeat(time: number, half: number, cost: number, slid: boolean): void {
    const released = this.other >= this.thresholds.release;
    const last = this.current;
    const score = this.scores[last] ?? NEVER;
    if (last === this.none || this.repetition !== null || !(released || (slid && !this.repeated))) return;
    if ((this.probabilities[last] ?? 0) < this.thresholds.doubt || score === NEVER) return;
    const letter = this.letter(last, time - half, this.paths[last] ?? null);
    this.repetition = { score: score - cost, letter };
    this.other = 0;
  }

  private ratesOf(probabilities: readonly number[] | null): number[] {
    const { absent, doubt } = this.thresholds;
    const likely = probabilities ?? this.rates.map(() => absent);
    return likely.map((value) => Math.log((value + FLOOR) / (doubt + FLOOR)) / this.unit);
  }

  private enter(time: number, half: number, cost: number): void {
    const after = this.scores.map((score, place) => score - cost - (place === this.none ? this.thresholds.start : 0));
    const best = after.indexOf(Math.max(...after));
    const others = after.map((score, place) => (place === best ? NEVER : score));
    const second = others.indexOf(Math.max(...others));
    for (const label of this.letters) {
      const score = this.scores[label] ?? NEVER;
      if (score > (this.openScores[label] ?? NEVER)) {
        this.openScores[label] = this.openBases[label] = score;
        this.openPaths[label] = this.paths[label] ?? null;
      }
      const before = label === best ? second : best;
      const entered = after[before] ?? NEVER;
      if (entered > (this.openScores[label] ?? NEVER) && time >= this.blockedUntil) {
        this.openScores[label] = entered;
        this.openBases[label] = entered + cost;
        this.openPaths[label] = this.letter(label, time - half, this.paths[before] ?? null);
      }
    }
  }

  private gain(time: number, half: number, slowed: number, rests: boolean): void {
    for (const label of this.letters) {
      const rate = this.rates[label] ?? 0;
      let score = this.openScores[label] ?? NEVER;
      if (rate < 0) score += rate * half;
      else if (this.repetition === null || label !== this.current) {
        score += rate * slowed;
        this.count(this.openPaths[label] ?? null, time, half);
      }
      this.openScores[label] = score;
      if (score > (this.scores[label] ?? NEVER) && score >= (this.openBases[label] ?? NEVER)) {
        this.scores[label] = score;
        this.paths[label] = this.openPaths[label] ?? null;
      }
    }
    this.gainAgain(time, half, slowed, rests);
  }

  private gainAgain(time: number, half: number, slowed: number, rests: boolean): void {
    const { repetition, current: last, thresholds } = this;
    if (repetition === null) return;
    const rate = this.rates[last] ?? 0;
    if (rate < 0) repetition.score += rate * half;
    else if (rests) {
      repetition.score += rate * slowed;
      this.count(repetition.letter, time, half);
    }
    const score = this.scores[last] ?? NEVER;
    if (repetition.score > score) {
      this.scores[last] = this.openScores[last] = this.openBases[last] = repetition.score;
      this.paths[last] = this.openPaths[last] = repetition.letter;
      this.repetition = null;
      this.repeated = true;
    } else if (repetition.score < score - 2 * thresholds.letter_share * thresholds.slowest_pace) this.repetition = null;
  }

  private letter(label: number, begin: number, before: Letter | null): Letter {
    return { label, begin, before, sums: new Array<number>(this.none).fill(0), end: begin, lasted: 0 };
  }

  private count(letter: Letter | null, time: number, passed: number): void {
    if (letter === null) return;
    this.probabilities.forEach((value, label) => {
      letter.sums[label] = (letter.sums[label] ?? 0) + passed * value;
    });
    letter.lasted += passed;
    letter.end = time;
  }

  private emit(first: Letter, time: number): Letter {
    const kept = this.paths.map((path) => begins(path, first));
    const keptOpen = this.openPaths.map((path) => begins(path, first));
    if (this.repetition !== null && begins(this.repetition.letter, first)) without(this.repetition.letter, first);
    this.paths = this.paths.map((path, place) => (kept[place] ? without(path, first) : null));
    this.scores = this.scores.map((score, place) => (kept[place] ? score : NEVER));
    this.openPaths = this.openPaths.map((path, place) => (keptOpen[place] ? without(path, first) : null));
    this.openScores = this.openScores.map((score, place) => (keptOpen[place] ? score : NEVER));
    const interval = first.begin - this.lastBegin;
    if (interval < 2 * this.thresholds.idle) this.intervals = [...this.intervals, interval].slice(-INTERVALS);
    this.lastBegin = first.begin;
    this.lastDecided = time;
    return first;
  }
}

function firstOf(letter: Letter): Letter {
  return letter.before === null ? letter : firstOf(letter.before);
}

function begins(path: Letter | null | undefined, first: Letter): boolean {
  return path !== null && path !== undefined && firstOf(path) === first;
}

/** The path after its first letter. */
function without(path: Letter | null, first: Letter): Letter | null {
  if (path === null || path === first) return null;
  for (let letter: Letter | null = path; letter !== null; letter = letter.before)
    if (letter.before === first) letter.before = null;
  return path;
}
