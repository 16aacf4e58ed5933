import * as ort from "onnxruntime-web/wasm";
import { cutCrop } from "./crop";
import type { Hand, Picture } from "./hands";

interface About {
  readonly letters: readonly string[];
  readonly threshold: number;
  readonly size: number;
}

/** The letter model that ships with signread, the same file as Python's. */
export class LetterModel {
  private constructor(
    private readonly session: ort.InferenceSession,
    readonly letters: readonly string[],
    readonly threshold: number,
    private readonly size: number,
  ) {}

  static async load(model: Uint8Array, about: About): Promise<LetterModel> {
    ort.env.wasm.numThreads = 1; // a second one brings nothing to so small a network
    const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
    return new LetterModel(session, about.letters, about.threshold, about.size);
  }

  /** The probability of each letter. */
  async score(picture: Picture, hand: Hand): Promise<number[]> {
    const { size } = this;
    const given = {
      landmarks: new ort.Tensor("float32", Float32Array.from(hand.landmarks.flat()), [1, 21, 3]),
      handedness: new ort.Tensor("float32", Float32Array.of(hand.handedness), [1]),
      crop: new ort.Tensor("uint8", cutCrop(picture, hand, size), [1, size, size]),
    };
    const { probabilities } = await this.session.run(given, ["probabilities"]);
    return Array.from(probabilities?.data as Float32Array);
  }
}
