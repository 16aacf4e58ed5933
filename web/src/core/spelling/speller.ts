import { type Handedness, NO_LETTER, type Points, pause, type SpelledEvent } from "../types";
import { type Drawn, Movements } from "./movements";
import { type Letter, meanOf, Paths } from "./paths";
import { Slides } from "./slides";
import type { SpellNet } from "./spell-net";
import { THRESHOLDS, type Thresholds } from "./thresholds";

const ALTERNATIVES = 5;
const STARTS = { J: "I", Z: "D" } as const;
const REMEMBERED = 8;
const TENTATIVE = 2;

interface Emitted {
  readonly begin: number;
  until: number;
}

/** Letter scores over time in, spelled letters out: `signread.spelling.speller.Speller`, to the letter. */
export class Speller {
  private paths!: Paths;
  private slides!: Slides;
  private movements!: Movements | null;
  private time: number | null = null;
  private absent = 0;
  private gone = false;
  private unfinished: "" | "word" | "line" = "";
  private emitted: Emitted[] = [];

  constructor(
    private readonly labels: readonly string[],
    private readonly net: SpellNet,
    private readonly thresholds: Thresholds = THRESHOLDS,
  ) {
    this.begin();
  }

  private begin(): void {
    this.paths = new Paths(this.labels, this.thresholds);
    this.slides = new Slides(this.thresholds);
    const moving = Object.values(STARTS).every((start) => this.labels.includes(start));
    this.movements = moving ? new Movements(this.net, this.thresholds) : null;
    this.time = null;
    this.absent = 0;
    this.gone = false;
    this.unfinished = "";
    this.emitted = [];
  }

  /** What is still to be said before a time of which nothing is known, in which a sentence would be over. */
  private finish(time: number, last: number): SpelledEvent[] {
    const letters = this.paths.flush(last).map((letter) => this.letter(time, letter));
    return this.unfinished === "" ? letters : [...letters, pause("line", time)];
  }

  /** What seems to be spelled since the last letter that was decided, and may yet change. */
  get tentative(): string[] {
    return this.paths.tentative.slice(0, TENTATIVE).map((label) => this.labels[label] ?? "");
  }

  /** What a frame adds; the time in seconds must grow. Probabilities are null without a hand. */
  async add(
    time: number,
    scores: readonly number[] | null,
    points: Points | null,
    handedness: Handedness | null,
  ): Promise<SpelledEvent[]> {
    if (scores !== null && scores.length !== this.labels.length)
      throw new RangeError(`expected ${this.labels.length} probabilities, found ${scores.length}`);
    if (scores !== null && !scores.every(Number.isFinite)) throw new RangeError("probabilities must be finite numbers");
    if (this.time !== null && !(time > this.time))
      throw new RangeError(`time must grow: ${time} s came after ${this.time} s`);
    let ended: SpelledEvent[] = [];
    if (this.time !== null && time - this.time >= this.thresholds.line) {
      ended = this.finish(time, this.time);
      this.begin();
    }
    const passed = this.time === null ? 0 : time - this.time;
    this.time = time;
    const known = scores === null ? null : points;
    const probabilities = scores?.map((value, label) => (this.labels[label] === NO_LETTER ? 0 : value)) ?? null;
    const seen = (await this.movements?.add(time, known, handedness)) ?? null;
    const aside = this.movesAside(probabilities);
    const drawn = aside ? null : seen;
    const holds = aside ? 1 : (this.movements?.holds ?? 1);
    // Hardly a word begins doubled: there a hand must slide far.
    const repeats = this.paths.knowsPace && (this.movements?.repeats ?? false);
    const slid = this.slides.add(passed, known, this.paths.last, this.paths.slidePace) || repeats;
    this.paths.add(time, passed, probabilities, { speed: this.slides.speed, slid, rests: this.slides.rests, holds });
    const letters = this.paths.decide(time).map((letter) => this.letter(time, letter));
    const last = this.emitted.at(-1);
    if (last !== undefined && this.paths.stillShown && letters.length === 0) last.until = time;
    const events = [...ended, ...letters, ...this.pauses(time, passed, probabilities !== null)];
    if (drawn !== null) events.push(this.drawn(time, drawn));
    return events;
  }

  /** Whether the hand surely shows the last letter all along: it goes aside with it, and draws nothing. */
  private movesAside(probabilities: readonly number[] | null): boolean {
    const { last, stillShown } = this.paths;
    if (probabilities === null || last === null || this.emitted.length === 0 || !stillShown) return false;
    if (Object.values<string>(STARTS).includes(this.labels[last] ?? "")) return false;
    return (probabilities[last] ?? 0) >= this.thresholds.surely_held;
  }

  private pauses(time: number, passed: number, there: boolean): SpelledEvent[] {
    const gone = this.gone;
    this.gone = !there;
    if (there) {
      this.absent = Math.max(this.absent - passed * this.thresholds.absence_decay, 0);
      return [];
    }
    if (!gone) return [];
    this.absent += Math.min(passed, this.thresholds.gap);
    if (this.unfinished === "word" && this.absent >= this.thresholds.space) {
      const last = this.paths.flush(time).map((letter) => this.letter(time, letter));
      this.unfinished = "line";
      this.emitted = [];
      return [...last, pause("space", time)];
    }
    if (this.unfinished === "line" && this.absent >= this.thresholds.line) {
      this.unfinished = "";
      return [pause("line", time)];
    }
    return [];
  }

  private letter(time: number, letter: Letter): SpelledEvent {
    const named = meanOf(letter).map((value, label) => ({
      letter: this.labels[label] ?? "",
      probability: value,
    }));
    const alternatives = [...named].sort((one, other) => other.probability - one.probability).slice(0, ALTERNATIVES);
    this.unfinished = "word";
    const { letter: name, probability: confidence } = named[letter.label] ?? { letter: "", probability: 0 };
    this.remember(letter.begin, letter.end);
    const { begin, end } = letter;
    return { kind: "letter", time, letter: name, begin, end, confidence, alternatives, replaces: 0 };
  }

  private remember(begin: number, until: number): void {
    this.emitted.push({ begin, until });
    if (this.emitted.length > REMEMBERED) this.emitted.shift();
  }

  private drawn(time: number, drawn: Drawn): SpelledEvent {
    const { letter, confidence } = drawn;
    let replaces = 0;
    let begin = drawn.begin;
    const earliest = drawn.begin - this.thresholds.moment;
    for (let last = this.emitted.at(-1); last && last.until >= earliest; last = this.emitted.at(-1)) {
      begin = Math.min(begin, last.begin);
      this.emitted.pop();
      replaces += 1;
    }
    this.remember(begin, time);
    this.unfinished = "word";
    this.absent = 0;
    this.paths.settle(this.labels.indexOf(STARTS[letter]), time, this.thresholds.grace);
    const alternatives = [{ letter, probability: confidence }];
    return { kind: "letter", time, letter, begin, end: time, confidence, alternatives, replaces };
  }
}
