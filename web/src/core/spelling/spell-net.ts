import * as ort from "onnxruntime-web/wasm";
import window from "../../generated/window.json";
import { sessionOf } from "../onnx";
import { POINT_COUNT } from "../skeleton";
import { STEPS } from "./window";

/** What a hand does; `signread.spelling.spell_net.OUTPUTS`. */
export type Likely = Readonly<Record<string, number>>;

/** SpellNet, the same file as Python's. */
export class SpellNet {
  private constructor(private readonly session: ort.InferenceSession) {}

  static async load(model: Uint8Array): Promise<SpellNet> {
    return new SpellNet(await sessionOf(model));
  }

  /** How likely each output is. grid: (STEPS, 21, 2). handedness: below 0 for a left hand. */
  async read(grid: Float32Array, handedness: number): Promise<Likely> {
    const feed = {
      points: new ort.Tensor("float32", grid, [1, STEPS, POINT_COUNT, 2]),
      handedness: new ort.Tensor("float32", Float32Array.of(handedness), [1]),
    };
    const { probabilities } = await this.session.run(feed, ["probabilities"]);
    const given = probabilities?.data as Float32Array;
    return Object.fromEntries(window.outputs.map((name, place) => [name, given[place] ?? 0]));
  }
}
