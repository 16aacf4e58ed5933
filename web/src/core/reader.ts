import { canvasOf } from "./canvas";
import type { Lexicon } from "./language/correction";
import { denoise, NOISE_THRESHOLD, noiseOf } from "./noise";
import { Parts } from "./parts";
import { type About, LetterModel } from "./recognition/letter-model";
import { SpellNet } from "./spelling/spell-net";
import { Speller } from "./spelling/speller";
import { HandTracker } from "./tracking/hand-tracker";
import { type Hand, type Handedness, NO_LETTER, type Observation, type Picture, type SpelledEvent } from "./types";

/** What was read in one frame. */
export interface Reading {
  readonly hand: Hand | null;
  readonly letter: string | null;
  readonly confidence: number;
  readonly spelled: readonly SpelledEvent[];
  /** What seems to be spelled since, and may yet change. */
  readonly tentative: readonly string[];
  /** Degrees of the hand's joints, (5, 5), where the model tells them. */
  readonly angles: number[][] | null;
  /** Milliseconds that finding the hand took. */
  readonly tracking: number;
}

/** What reads, here or in a worker. */
export interface Reads {
  side: Side;
  readonly lexicon: Lexicon;
  /** Another video begins: the hand is looked for anew. */
  begin(): void;
  /** Reads a camera's frame; times in seconds, growing. */
  read(picture: Picture, time: number): Promise<Reading>;
  /** Reads a picture that stands alone. */
  readPicture(picture: Picture): Promise<Reading>;
}

/** Both hands are read; a signer may say which, where the tracker takes one for the other. */
export type Side = "either" | Handedness;

/** Seconds between looks at how noisy a camera's pictures are. */
const NOISE_EVERY_S = 1;

/** The whole way: frames in, readings out. */
export class Reader implements Reads {
  private readonly speller: Speller;
  private last = 0;
  private noise = { is: false, since: -NOISE_EVERY_S };
  private readonly clean = canvasOf(1, 1);
  side: Side = "either";

  private constructor(
    private readonly tracker: HandTracker,
    private readonly model: LetterModel,
    net: SpellNet,
    readonly lexicon: Lexicon,
  ) {
    this.speller = new Speller(model.labels, net);
  }

  /** base: where the page lies, and its models beside it. */
  static async load(base: string, onPart: (done: number) => void): Promise<Reader> {
    const parts = new Parts(base, onPart);
    const [bundle, network, movements, about, lexicon] = await Promise.all([
      parts.bytes("./hand_landmarker.task"),
      parts.bytes("./letters.onnx"),
      parts.bytes("./spelling.onnx"),
      parts.json<About>("./letters.json"),
      parts.json<Lexicon>("./words.json"),
    ]);
    const tracker = await HandTracker.load(bundle, base);
    parts.ready();
    const model = await LetterModel.load(network, about);
    parts.ready();
    const net = await SpellNet.load(movements);
    return new Reader(tracker, model, net, lexicon);
  }

  begin(): void {
    this.tracker.begin();
  }

  async read(picture: Picture, time: number): Promise<Reading> {
    if (time - this.noise.since >= NOISE_EVERY_S) this.noise = { is: noiseOf(picture) > NOISE_THRESHOLD, since: time };
    const clean = this.noise.is ? denoise(picture, this.clean) : picture;
    const began = performance.now();
    const hand = this.sided(this.tracker.follow(clean, time, this.side === "either" ? null : this.side));
    const tracking = performance.now() - began;
    const { probabilities, angles } = await this.model.score(clean, { hand, mirrored: null });
    const now = time > this.last ? time : this.last + 1e-3;
    this.last = now;
    const spelled = await this.speller.add(
      now,
      probabilities,
      hand?.points.map(([x, y]) => [x, y] as const) ?? null,
      hand?.handedness ?? null,
    );
    return { ...this.reading({ hand, mirrored: null }, probabilities), angles, spelled, tracking };
  }

  async readPicture(picture: Picture): Promise<Reading> {
    const clean = noiseOf(picture) > NOISE_THRESHOLD ? denoise(picture) : picture;
    const observation = this.tracker.detect(clean);
    const { probabilities } = await this.model.score(clean, observation);
    return this.reading(observation, probabilities);
  }

  private sided(hand: Hand | null): Hand | null {
    return hand === null || this.side === "either" ? hand : { ...hand, handedness: this.side };
  }

  private reading({ hand }: Observation, probabilities: number[] | null): Reading {
    const nothing = { hand, spelled: [], tentative: this.speller.tentative, angles: null, tracking: 0 };
    if (probabilities === null) return { ...nothing, letter: null, confidence: 0 };
    const confidence = Math.max(...probabilities);
    const name = this.model.labels[probabilities.indexOf(confidence)] ?? NO_LETTER;
    const letter = name === NO_LETTER || confidence < this.model.threshold ? null : name;
    return { ...nothing, letter, confidence };
  }
}
