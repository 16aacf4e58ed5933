import * as ort from "onnxruntime-web/wasm";
import { sessionOf } from "../onnx";
import { mirrored } from "../tracking/hand-tracker";
import { type Hand, NO_LETTER, type Observation, type Picture } from "../types";
import { cutAround } from "./crop";
import { type Likely, lies, quarterTurns, stoodUpright } from "./turned";

export interface About {
  readonly labels: readonly string[];
  readonly threshold: number;
  readonly cropSize: number;
  /** What the letters that point aside resemble when they are stood upright. */
  readonly uprights: Readonly<Record<string, string>>;
}

/** Of a picture the probability of each label, and the degrees of the hand's joints where the model tells them; null
 * without a hand. */
export interface Scored {
  readonly probabilities: number[] | null;
  readonly angles: number[][] | null;
}

interface Pass {
  readonly probabilities: number[];
  readonly angles: number[][] | null;
}

/** Numbers that the angles of a digit have. */
const OF_A_DIGIT = 5;

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

  /** Reads the hand of a picture. One that was found in the mirror image, too, is read in a second pass. */
  async score(picture: Picture, { hand, mirrored: reflected }: Observation): Promise<Scored> {
    if (hand === null) return { probabilities: null, angles: null };
    const first = await this.pass(picture, hand);
    const passes = [first];
    if (reflected !== null) passes.push(await this.pass(mirrored(picture), reflected));
    const probabilities = together(passes.map((pass) => pass.probabilities));
    const { angles } = first;
    const turns = quarterTurns(hand.points);
    if (turns === 0) return { probabilities, angles };
    const upright = (await this.pass(...stoodUpright(picture, hand, turns))).probabilities;
    const best = lies(this.best(probabilities), this.best(upright), this.uprights) ? upright : probabilities;
    return { probabilities: best, angles };
  }

  private best(probabilities: readonly number[]): Likely {
    const most = Math.max(...probabilities);
    return [this.labels[probabilities.indexOf(most)] ?? NO_LETTER, most];
  }

  private async pass(picture: Picture, { points, handedness }: Hand): Promise<Pass> {
    const { cropSize } = this;
    const feed = {
      landmarks: new ort.Tensor("float32", Float32Array.from(points.flat()), [1, points.length, 3]),
      handedness: new ort.Tensor("float32", Float32Array.of(handedness === "right" ? 1 : -1), [1]),
      crop: new ort.Tensor("uint8", cutAround(picture, points, cropSize), [1, cropSize, cropSize]),
    };
    const wanted = ["probabilities", "angles"].filter((name) => this.session.outputNames.includes(name));
    const { probabilities, angles } = await this.session.run(feed, wanted);
    return {
      probabilities: Array.from(probabilities?.data as Float32Array),
      angles: angles === undefined ? null : inRows(Array.from(angles.data as Float32Array)),
    };
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

function inRows(numbers: readonly number[]): number[][] {
  const rows: number[][] = [];
  for (let first = 0; first < numbers.length; first += OF_A_DIGIT) rows.push(numbers.slice(first, first + OF_A_DIGIT));
  return rows;
}
