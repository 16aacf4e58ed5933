import { type Handedness, NO_LETTER, type Points, pause, type SpelledEvent } from "../types";
import { type Likeness, Movements, type Path } from "./movement";
import { type Letter, meanOf, Paths } from "./paths";
import { Slides } from "./slides";
import { THRESHOLDS, type Thresholds } from "./thresholds";

const ALTERNATIVES = 5;
const STARTS = { J: "I", Z: "D" } as const;
const REMEMBERED = 8;
const TENTATIVE = 2;

/** Letter scores over time in, spelled letters out: `signread.spelling.speller.Speller`, to the letter. */
export class Speller {
  private readonly paths: Paths;
  private readonly slides: Slides;
  private readonly movements: Movements;
  private readonly moving: boolean;
  private time: number | null = null;
  private handTime: number | null = null;
  private absent = 0;
  private gone = false;
  private unfinished: "" | "word" | "line" = "";
  private emitted: { readonly begin: number; until: number }[] = [];

  constructor(
    private readonly labels: readonly string[],
    private readonly thresholds: Thresholds = THRESHOLDS,
  ) {
    this.paths = new Paths(labels, thresholds);
    this.slides = new Slides(thresholds);
    this.movements = new Movements(thresholds);
    this.moving = Object.values(STARTS).every((start) => labels.includes(start));
  }

  /** What seems to be spelled since the last letter that was decided, and may yet change. */
  get tentative(): string[] {
    return this.paths.tentative.slice(0, TENTATIVE).map((label) => this.labels[label] ?? "");
  }

  /** What a frame adds; the time in seconds must grow. Probabilities are null without a hand. */
  add(
    time: number,
    scores: readonly number[] | null,
    points: Points | null,
    handedness: Handedness | null,
  ): SpelledEvent[] {
    if (scores !== null && scores.length !== this.labels.length)
      throw new RangeError(`expected ${this.labels.length} probabilities, found ${scores.length}`);
    if (scores !== null && !scores.every(Number.isFinite)) throw new RangeError("probabilities must be finite numbers");
    if (this.time !== null && !(time > this.time))
      throw new RangeError(`time must grow: ${time} s came after ${this.time} s`);
    const passed = this.time === null ? 0 : time - this.time;
    this.time = time;
    const probabilities = scores?.map((value, label) => (this.labels[label] === NO_LETTER ? 0 : value)) ?? null;
    const known = probabilities === null ? null : points;
    const slid = this.slides.add(passed, known, this.paths.last, this.paths.slidePace);
    this.paths.add(time, passed, probabilities, { speed: this.slides.speed, slid, rests: this.slides.rests });
    const letters = this.paths.decide(time).map((letter) => this.letter(time, letter));
    const last = this.emitted.at(-1);
    if (last !== undefined && this.paths.stillShown && letters.length === 0) last.until = time;
    const events = [...letters, ...this.pauses(time, passed, probabilities !== null)];
    if (known !== null && probabilities !== null && this.moving) {
      const path = this.path(time, known, handedness, probabilities);
      if (path !== null) events.push(this.moved(time, path));
    }
    return events;
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
    this.remember(letter.begin, letter.end);
    const { letter: name, probability: confidence } = named[letter.label] ?? { letter: "", probability: 0 };
    const { begin, end } = letter;
    return { kind: "letter", time, letter: name, begin, end, confidence, alternatives, replaces: 0 };
  }

  private remember(begin: number, until: number): void {
    this.emitted.push({ begin, until });
    if (this.emitted.length > REMEMBERED) this.emitted.shift();
  }

  private path(
    time: number,
    points: Points,
    handedness: Handedness | null,
    probabilities: readonly number[],
  ): Path | null {
    const passed = this.handTime === null ? 0 : time - this.handTime;
    this.handTime = time;
    const like = (letter: keyof typeof STARTS): Likeness => {
      const place = this.labels.indexOf(STARTS[letter]);
      const others = probabilities.filter((_, other) => other !== place);
      return [probabilities[place] ?? 0, Math.max(0, ...others)];
    };
    return this.movements.add(time, passed, points, handedness, like("J"), like("Z"));
  }

  private moved(time: number, path: Path): SpelledEvent {
    let replaces = 0;
    let begin = path.begin;
    for (
      let last = this.emitted.at(-1);
      last && last.until >= path.begin - this.thresholds.moment;
      last = this.emitted.at(-1)
    ) {
      begin = Math.min(begin, last.begin);
      this.emitted.pop();
      replaces += 1;
    }
    this.remember(begin, time);
    this.unfinished = "word";
    this.absent = 0;
    this.paths.settle(this.labels.indexOf(STARTS[path.letter]), time, this.thresholds.grace);
    const alternatives = [{ letter: path.letter, probability: 1 }];
    return { kind: "letter", time, letter: path.letter, begin, end: time, confidence: 1, alternatives, replaces };
  }
}
