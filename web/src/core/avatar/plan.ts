/** When a hand that spells shows what: the same plans as `signread.avatar.plan` makes. */
import movement from "../../generated/hand.json";

export type Side = "right" | "left";

/** How the hand is at a time, in seconds; see Python's `Key`. */
export interface Key {
  time: number;
  handshape: string;
  lean: number;
  tip: number;
  turn: number;
  x: number;
  y: number;
  ajar: number;
  even: boolean;
}

/** A letter or digit, and from when to when it is shown, in seconds. */
export interface Shown {
  letter: string;
  begins: number;
  ends: number;
}

export interface Plan {
  text: string;
  hand: Side;
  duration: number;
  letters: Shown[];
  keys: Key[];
}

interface Handshape {
  handshape: string;
  angles: number[][];
  wrist: number[];
  path: number[][];
  tucked: boolean;
}

export const LETTERS = movement.letters as Record<string, Handshape>;
export const REST = "rest";
const NUMBERS = movement.plan;
export const { letters_a_second: USUAL_SPEED, slowest: SLOWEST, fastest: FASTEST } = NUMBERS;
/** How far a path has come at its begin. */
const NOWHERE = [0, 0, 0, 0, 0, 0];

/** What cannot be spelled; `character` is the first that no hand can, or empty where there is nothing to spell. */
export class NotSpelledError extends Error {
  constructor(readonly character: string) {
    super(character === "" ? "nothing to spell" : `${character} cannot be spelled`);
  }
}

/** Plans how a hand spells a text at so many letters a second. Throws NotSpelledError. */
export function spell(text: string, speed = USUAL_SPEED, hand: Side = "right"): Plan {
  if (!(speed >= SLOWEST && speed <= FASTEST)) throw new RangeError(`${speed} letters a second`);
  const words = spelledWords(text);
  if (words.length === 0) throw new NotSpelledError("");
  const track = new Track(speed);
  for (const word of words) track.word(word);
  return { text: words.join(" "), hand, duration: track.time, letters: track.letters, keys: track.keys };
}

/** The words of a text as they can be spelled: A to Z and 0 to 9. Throws NotSpelledError. */
export function spelledWords(text: string): string[] {
  let kept = "";
  for (const character of text.normalize("NFKD")) {
    const upper = character.toUpperCase(); // "SS" of ß
    if ([...upper].every((letter) => letter in LETTERS)) kept += upper;
    else if (character === "'" || /[\u2019\p{Mn}\p{Cf}]/u.test(character)) continue;
    else if (/[\p{P}\p{Z}\p{C}+=<>|~^`]/u.test(character)) kept += " ";
    else throw new NotSpelledError(character);
  }
  return kept.split(" ").filter((word) => word !== "");
}

/** Of the time, as of the way: minimum jerk (Flash and Hogan, 1985). */
export function smooth(part: number): number {
  const x = Math.min(Math.max(part, 0), 1);
  return x ** 3 * (10 - 15 * x + 6 * x ** 2);
}

/** A plan in the making, from a hand at rest to a hand at rest. */
class Track {
  time = 0;
  readonly letters: Shown[] = [];
  readonly keys: Key[];
  private readonly each: number;
  private readonly change: number;
  private x = 0;

  constructor(speed: number) {
    this.each = 1 / speed;
    this.change = Math.min(Math.max(NUMBERS.changing * this.each, NUMBERS.least_change_s), NUMBERS.most_change_s);
    this.keys = [this.resting(0)];
    this.stay(NUMBERS.rests_s);
  }

  word(word: string): void {
    let before: Handshape | null = null;
    const letters = [...word];
    letters.forEach((letter, place) => {
      const shape = shapeOf(letter);
      const moves = shape.path.length > 0;
      const held = (this.each - this.change) * (place === letters.length - 1 ? NUMBERS.last_held : 1);
      if (shape === before && !moves) {
        this.x -= NUMBERS.slide;
        this.go(shape, this.change, 0);
      } else {
        this.x /= 2;
        const seconds = before === null ? Math.max(this.change, NUMBERS.rise_s) : this.change;
        this.go(shape, seconds, before !== null && (before.tucked || shape.tucked) ? NUMBERS.opened : NUMBERS.ajar);
      }
      const begun = this.time;
      if (moves) {
        this.draw(shape, Math.max(NUMBERS.drawn_s, held));
        this.stay(NUMBERS.after_drawn_s);
      } else this.stay(held);
      this.letters.push({ letter, begins: rounded(begun), ends: rounded(this.time) });
      before = shape;
    });
    this.time += NUMBERS.rise_s;
    this.x = 0;
    this.keys.push(this.resting(NUMBERS.ajar));
    this.stay(NUMBERS.rests_s);
  }

  private resting(ajar: number): Key {
    const [lean = 0, tip = 0, turn = 0] = NUMBERS.at_rest;
    const at = { lean, tip, turn, x: 0, y: -NUMBERS.lowered };
    return { time: rounded(this.time), handshape: REST, ...at, ajar, even: false };
  }

  private stay(seconds: number): void {
    this.time += seconds;
    this.keys.push({ ...last(this.keys), time: rounded(this.time), ajar: 0, even: false });
  }

  private go(shape: Handshape, seconds: number, ajar: number): void {
    this.time += seconds;
    this.reach(shape, shape.path[0] ?? NOWHERE, ajar, false);
  }

  private draw(shape: Handshape, seconds: number): void {
    const begun = this.time;
    for (let step = 1; step <= Math.round(seconds / NUMBERS.step_s); step += 1) {
      this.time = begun + step * NUMBERS.step_s;
      this.reach(shape, onTheWay(shape.path, smooth((step * NUMBERS.step_s) / seconds)), 0, true);
    }
    this.x += last(shape.path)[4] ?? 0;
  }

  private reach(shape: Handshape, way: readonly number[], ajar: number, even: boolean): void {
    const [, ...more] = way;
    const [lean = 0, tip = 0, turn = 0] = shape.wrist.map((angle, place) => angle + (more[place] ?? 0));
    const [right = 0, up = 0] = more.slice(3);
    const at = { lean, tip, turn, x: this.x + right, y: up };
    this.keys.push({ time: rounded(this.time), handshape: shape.handshape, ...at, ajar, even });
  }
}

function shapeOf(letter: string): Handshape {
  const shape = LETTERS[letter];
  if (shape === undefined) throw new NotSpelledError(letter);
  return shape;
}

/** A path at a part of the way. */
function onTheWay(path: readonly number[][], part: number): number[] {
  const after = Math.max(
    path.findIndex(([at = 0]) => at >= part),
    1,
  );
  const [one = NOWHERE, other = NOWHERE] = path.slice(after - 1, after + 1);
  const [begun = 0, reached = 1] = [one[0], other[0]];
  return one.map((value, place) => value + (((other[place] ?? 0) - value) * (part - begun)) / (reached - begun));
}

function last<T>(values: readonly T[]): T {
  const value = values[values.length - 1];
  if (value === undefined) throw new RangeError("there is none");
  return value;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4;
}
