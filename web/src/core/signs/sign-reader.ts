import { Parts } from "../parts";
import { type About, LetterModel } from "../recognition/letter-model";
import { SpellNet } from "../spelling/spell-net";
import { Speller } from "../spelling/speller";
import { BodyTracker } from "../tracking/body-tracker";
import type { Hand, Picture } from "../types";
import { fromJson } from "./book";
import { Matcher } from "./matcher";
import { Mixing, type SaidEvent } from "./mixing";
import { Recorder, type State, type Trouble } from "./recorder";
import type { Sample, SignFrame } from "./sequence";
import { SignNet } from "./sign-net";
import { Spotter } from "./spotter";

/** What was seen in one frame, and what it adds: signs and letters, or while one is recorded an example. */
export interface SignReading {
  readonly frame: SignFrame;
  /** The hand whose letters are read, with a body or without one. */
  readonly hand: Hand | null;
  readonly said: readonly SaidEvent[];
  /** What is waited for while a sign is recorded; null while signs are read. */
  readonly state: State | null;
  readonly taken: Sample | Trouble | null;
}

/** What reads signs, here or in a worker. */
export interface ReadsSigns {
  /** Another video begins. */
  begin(): void;
  /** Knows these signs from now on, a book as JSON. */
  know(signs: string): Promise<void>;
  /** Whether signs are recorded, or read. */
  record(recording: boolean): void;
  read(picture: Picture, time: number): Promise<SignReading>;
}

/** Frames in, whole signs out, and what is spelled between them. */
export class SignReader implements ReadsSigns {
  private spotter: Spotter | null = null;
  private recorder: Recorder | null = null;
  private matcher: Matcher | null = null;
  private mixing = new Mixing();
  private last = 0;

  private constructor(
    private readonly tracker: BodyTracker,
    private readonly net: SignNet,
    private readonly letters: LetterModel,
    private readonly speller: Speller,
  ) {}

  /** base: where the page lies, and its models beside it. */
  static async load(base: string, onPart: (done: number) => void): Promise<SignReader> {
    const parts = new Parts(base, onPart);
    const [hands, pose, signs, network, movements, about] = await Promise.all([
      parts.bytes("./hand_landmarker.task"),
      parts.bytes("./pose_landmarker.task"),
      parts.bytes("./signs.onnx"),
      parts.bytes("./letters.onnx"),
      parts.bytes("./spelling.onnx"),
      parts.json<About>("./letters.json"),
    ]);
    const tracker = await BodyTracker.load(hands, pose, base);
    parts.ready();
    const letters = await LetterModel.load(network, about);
    const speller = new Speller(letters.labels, await SpellNet.load(movements));
    return new SignReader(tracker, await SignNet.load(signs), letters, speller);
  }

  begin(): void {
    this.spotter = this.matcher && new Spotter(this.matcher);
    this.mixing = new Mixing();
    if (this.recorder !== null) this.recorder = new Recorder();
  }

  async know(signs: string): Promise<void> {
    this.matcher = await Matcher.of(this.net, fromJson(signs));
    this.spotter = new Spotter(this.matcher);
  }

  record(recording: boolean): void {
    this.recorder = recording ? new Recorder() : null;
    this.spotter = this.matcher && new Spotter(this.matcher);
  }

  async read(picture: Picture, time: number): Promise<SignReading> {
    const { frame, hand } = this.tracker.follow(picture, time);
    if (this.recorder !== null) {
      const taken = this.recorder.add(frame);
      return { frame, hand, said: [], state: this.recorder.state, taken };
    }
    const now = Math.max(time, this.last + 1e-3);
    this.last = now;
    const { probabilities } = await this.letters.score(picture, { hand, mirrored: null });
    const points = hand?.points.map(([x, y]) => [x, y] as const) ?? null;
    const spelled = await this.speller.add(now, probabilities, points, hand?.handedness ?? null);
    const spotted = (await this.spotter?.add(frame)) ?? [];
    const said = this.mixing.add(time, spotted, spelled, this.spotter?.isSigning ?? false);
    return { frame, hand, said, state: null, taken: null };
  }
}
