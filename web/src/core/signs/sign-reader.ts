import { BodyTracker } from "../tracking/body-tracker";
import type { Picture } from "../types";
import { fromJson } from "./book";
import { Matcher } from "./matcher";
import { Recorder, type State, type Trouble } from "./recorder";
import type { Sample, SignFrame } from "./sequence";
import { SignNet } from "./sign-net";
import { type Spotted, Spotter } from "./spotter";

/** What was seen in one frame, and what it adds: signs, or while one is recorded an example. */
export interface SignReading {
  readonly frame: SignFrame;
  readonly spotted: readonly Spotted[];
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

/** Frames in, whole signs out. */
export class SignReader implements ReadsSigns {
  private spotter: Spotter | null = null;
  private recorder: Recorder | null = null;
  private matcher: Matcher | null = null;

  private constructor(
    private readonly tracker: BodyTracker,
    private readonly net: SignNet,
  ) {}

  /** base: where the page lies, and its models beside it. */
  static async load(base: string, onPart: (done: number) => void): Promise<SignReader> {
    let done = 0;
    const bytes = async (path: string): Promise<Uint8Array> => {
      const answer = await fetch(new URL(path, base));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      const content = new Uint8Array(await answer.arrayBuffer());
      onPart((done += 1));
      return content;
    };
    const [hands, pose, network] = await Promise.all([
      bytes("./hand_landmarker.task"),
      bytes("./pose_landmarker.task"),
      bytes("./signs.onnx"),
    ]);
    const tracker = await BodyTracker.load(hands, pose, base);
    onPart((done += 1));
    return new SignReader(tracker, await SignNet.load(network));
  }

  begin(): void {
    this.spotter = this.matcher && new Spotter(this.matcher);
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
    const frame = this.tracker.follow(picture, time);
    const taken = this.recorder?.add(frame) ?? null;
    const spotted = this.recorder === null ? ((await this.spotter?.add(frame)) ?? []) : [];
    return { frame, spotted, state: this.recorder?.state ?? null, taken };
  }
}
