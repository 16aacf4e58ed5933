import * as ort from "onnxruntime-web/wasm";
import { sessionOf } from "../onnx";
import { mirrored } from "../tracking/hand-tracker";
import { type Hand, NO_LETTER, type Observation, type Picture } from "../types";
import { cutAround } from "./crop";
import { type Likely, lies, quarterTurns, stoodUpright } from "./turned";

interface About {
  readonly labels: readonly string[];
  readonly threshold: number;
  readonly cropSize: number;
  /** What the letters that point aside resemble when they are stood upright. */
  readonly uprights: Readonly<Record<string, string>>;
}

/** The letter model that ships with signread, the same file as Python's. */
export class LetterModel {
  private constructor(
    private readonly session: ort.InferenceSession,
    readonly labels: readonly string[],
    readonly threshold: number,
    private readonly cropSize: number,
    private readonly uprights: About["uprights"],
  ) {}

  static async load(model: Uint8Array, about: About): Promise<LetterModel> {
    return new LetterModel(await sessionOf(model), about.labels, about.threshold, about.cropSize, about.uprights);
  }

  /** The probability of each label; null without a hand. A hand in the mirror image is read in a second pass. */
  async score(picture: Picture, { hand, mirrored: reflected }: Observation): Promise<number[] | null> {
    if (hand === null) return null;
    const passes = [await this.pass(picture, hand)];
    if (reflected !== null) passes.push(await this.pass(mirrored(picture), reflected));
    const probabilities = together(passes);
    const turns = quarterTurns(hand.points);
    if (turns === 0) return probabilities;
    const upright = await this.pass(...stoodUpright(picture, hand, turns));
    return lies(this.best(probabilities), this.best(upright), this.uprights) ? upright : probabilities;
  }

  private best(probabilities: readonly number[]): Likely {
    const most = Math.max(...probabilities);
    return [this.labels[probabilities.indexOf(most)] ?? NO_LETTER, most];
  }

  private async pass(picture: Picture, { points, handedness }: Hand): Promise<number[]> {
    const { cropSize } = this;
    const feed = {
      landmarks: new ort.Tensor("float32", Float32Array.from(points.flat()), [1, points.length, 3]),
      handedness: new ort.Tensor("float32", Float32Array.of(handedness === "right" ? 1 : -1), [1]),
      crop: new ort.Tensor("uint8", cutAround(picture, points, cropSize), [1, cropSize, cropSize]),
    };
    const { probabilities } = await this.session.run(feed, ["probabilities"]);
    return Array.from(probabilities?.data as Float32Array);
  }
}

/** What several passes over one hand say together: the softmax of their mean logits, which is the geometric mean. */
function together([first = [], ...others]: number[][]): number[] {
  if (others.length === 0) return first;
  const products = first.map((likely, label) =>
    others.reduce((product, other) => product * (other[label] ?? 0), likely),
  );
  const means = products.map((product) => product ** (1 / (1 + others.length)));
  const sum = means.reduce((total, mean) => total + mean, 0);
  return means.map((mean) => mean / sum);
}
