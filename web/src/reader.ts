import { isGrainy, smooth } from "./grain";
import { type Hand, HandTracker, type Picture } from "./hands";
import { LetterModel } from "./letters";
import { NO_LETTER, type SpelledEvent } from "./spelling/events";
import type { Place } from "./spelling/geometry";
import { Speller } from "./spelling/speller";
import type { Lexicon } from "./spelling/words";

/** What was read in one frame. */
export interface Reading {
  readonly hand: Hand | null;
  readonly letter: string | null;
  readonly confidence: number;
  readonly spelled: readonly SpelledEvent[];
  /** Milliseconds that finding the hand took. */
  readonly tracking: number;
}

/** Both hands are read; a signer may say which, where the tracker takes one for the other. */
export type Side = "either" | "right" | "left";

/** Seconds between looks at how grainy a camera's pictures are. */
const GRAIN_EVERY = 1;

/** The whole way: frames in, readings out. */
export class Reader {
  private readonly speller: Speller;
  private last = 0;
  private grainy = { is: false, since: -GRAIN_EVERY };
  side: Side = "either";

  private constructor(
    private readonly tracker: HandTracker,
    private readonly model: LetterModel,
    readonly lexicon: Lexicon,
  ) {
    this.speller = new Speller(model.letters);
  }

  static async load(onPart: (done: number, of: number) => void): Promise<Reader> {
    let done = 0;
    const part = async <T>(path: string, read: (answer: Response) => Promise<T>): Promise<T> => {
      const answer = await fetch(path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      const content = await read(answer);
      onPart((done += 1), 6);
      return content;
    };
    const bytes = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());
    const [bundle, network, about, lexicon] = await Promise.all([
      part("./hand_landmarker.task", bytes),
      part("./letters.onnx", bytes),
      part("./letters.json", (answer) => answer.json()),
      part("./words.json", (answer) => answer.json() as Promise<Lexicon>),
    ]);
    const tracker = await HandTracker.load(bundle);
    onPart((done += 1), 6);
    const model = await LetterModel.load(network, about);
    onPart((done += 1), 6);
    return new Reader(tracker, model, lexicon);
  }

  /** Reads a camera's frame; times in seconds, growing. */
  async read(picture: Picture, time: number): Promise<Reading> {
    if (time - this.grainy.since >= GRAIN_EVERY) this.grainy = { is: isGrainy(picture), since: time };
    if (this.grainy.is) smooth(picture);
    const began = performance.now();
    const hand = this.sided(this.tracker.follow(picture, time));
    const tracking = performance.now() - began;
    const probabilities = hand && (await this.model.score(picture, hand));
    const points = hand && hand.landmarks.map(([x, y]): Place => [x, y]);
    const now = time > this.last ? time : this.last + 1e-3;
    this.last = now;
    const spelled = this.speller.add(now, probabilities, points, hand?.handedness ?? 0);
    return this.reading(hand, probabilities, spelled, tracking);
  }

  /** Reads a picture that stands alone. */
  async readPicture(picture: Picture): Promise<Reading> {
    if (isGrainy(picture)) smooth(picture);
    const views = await this.tracker.find(picture);
    const scores = [];
    for (const view of views) scores.push(await this.model.score(view.picture, view.hand));
    return this.reading(views[0]?.hand ?? null, together(scores), [], 0);
  }

  private sided(hand: Hand | null): Hand | null {
    if (hand === null || this.side === "either") return hand;
    return { ...hand, handedness: this.side === "right" ? 1 : -1 };
  }

  private reading(
    hand: Hand | null, probabilities: number[] | null, spelled: readonly SpelledEvent[], tracking: number,
  ): Reading {
    if (probabilities === null) return { hand, letter: null, confidence: 0, spelled, tracking };
    const confidence = Math.max(...probabilities);
    const name = this.model.letters[probabilities.indexOf(confidence)] ?? NO_LETTER;
    return { hand, letter: name === NO_LETTER || confidence < this.model.threshold ? null : name, confidence, spelled, tracking };
  }
}

/** What the views of one hand say together: the softmax of their mean logits, which is the geometric mean. */
function together([first, ...others]: number[][]): number[] | null {
  if (first === undefined) return null;
  const products = first.map((likely, letter) => others.reduce((product, other) => product * (other[letter] ?? 0), likely));
  const means = products.map((product) => product ** (1 / (1 + others.length)));
  const sum = means.reduce((total, mean) => total + mean, 0);
  return means.map((mean) => mean / sum);
}
