import { share } from "../geometry";
import type { Handedness, Points } from "../types";
import type { SpellNet } from "./spell-net";
import type { Thresholds } from "./thresholds";
import { Window } from "./window";

const LETTERS = ["J", "Z"] as const;
export type Moving = (typeof LETTERS)[number];

/** A letter that was drawn, how sure that is, and the seconds at which the hand began to move. */
export interface Drawn {
  readonly letter: Moving;
  readonly confidence: number;
  readonly begin: number;
}

interface Drawing {
  begin: number;
  until: number;
  way: number;
  sureWay: number;
  emitted: boolean;
  paused: boolean;
}

function undrawn(): Drawing {
  const never = Number.NEGATIVE_INFINITY;
  return { begin: 0, until: never, way: never, sureWay: never, emitted: false, paused: false };
}

/** Looks for a J or a Z in the frames of a hand: `signread.spelling.movements.Movements`. */
export class Movements {
  private readonly window = new Window();
  private smoothed = 0;
  private time: number | null = null;
  private readonly drawings: Readonly<Record<Moving, Drawing>> = { J: undrawn(), Z: undrawn() };
  holds = 1;
  repeats = false;

  constructor(
    private readonly net: SpellNet,
    private readonly thresholds: Thresholds,
  ) {}

  async add(time: number, points: Points | null, handedness: Handedness | null): Promise<Drawn | null> {
    const { thresholds } = this;
    this.window.add(time, points);
    if (points === null) {
      this.holds = 1;
      this.repeats = false;
      return null;
    }
    const side = handedness === null ? 0 : handedness === "right" ? 1 : -1;
    if (this.time === null || time - this.time > thresholds.gap) this.smoothed = side;
    else this.smoothed += (side - this.smoothed) * share(time - this.time, thresholds.handedness_s);
    this.time = time;
    const likely = await this.net.read(this.window.grid, this.smoothed);
    const of = (name: string): number => likely[name] ?? 0;
    this.holds = 1 - of("J") - of("Z");
    this.repeats = of("again") >= thresholds.again;
    const drawn = LETTERS.map((letter) => this.follow(time, letter, of(`into ${letter}`), of(letter)));
    return drawn.find((one) => one !== null) ?? null;
  }

  private follow(time: number, letter: Moving, draws: number, ended: number): Drawn | null {
    const { thresholds } = this;
    const drawing = this.drawings[letter];
    if (time - drawing.until > thresholds.pause) {
      drawing.begin = time;
      drawing.paused = true;
    }
    if (drawing.paused && draws >= thresholds.draws) drawing.emitted = drawing.paused = false;
    if (draws + ended >= thresholds.draws) drawing.until = time;
    if (draws >= thresholds.way) drawing.way = time;
    if (draws >= thresholds.sure_way) drawing.sureWay = time;
    const latest = time - thresholds.pause;
    const drawn = ended >= thresholds.drawn && drawing.way >= latest;
    const surely = ended >= thresholds.drawn_surely && drawing.sureWay >= latest;
    if (drawing.emitted || !(drawn || surely)) return null;
    drawing.emitted = true;
    drawing.paused = false;
    return { letter, confidence: ended, begin: drawing.begin };
  }
}
