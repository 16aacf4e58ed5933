import * as ort from "onnxruntime-web/wasm";
import { sessionOf } from "../onnx";
import { POINT_COUNT } from "../skeleton";
import { BODY_COUNT, type Sample, STEPS } from "./sequence";

/** SignNet, the same file as Python's. */
export class SignNet {
  private constructor(private readonly session: ort.InferenceSession) {}

  static async load(model: Uint8Array): Promise<SignNet> {
    return new SignNet(await sessionOf(model));
  }

  /** Embeddings of length 1: what is the same sign lies close together. */
  async embed(samples: readonly Sample[]): Promise<Float32Array[]> {
    if (samples.length === 0) return [];
    const together = (parts: Float32Array[], ...shape: number[]): ort.Tensor => {
      const length = parts[0]?.length ?? 0;
      const values = new Float32Array(parts.length * length);
      parts.forEach((part, number) => {
        values.set(part, number * length);
      });
      return new ort.Tensor("float32", values, [parts.length, ...shape]);
    };
    const feed = {
      hands: together(
        samples.map(({ hands }) => hands),
        STEPS,
        2,
        POINT_COUNT,
        2,
      ),
      seen: together(
        samples.map(({ seen }) => seen),
        STEPS,
        2,
      ),
      body: together(
        samples.map(({ body }) => body),
        STEPS,
        BODY_COUNT,
        2,
      ),
    };
    const { embedding } = await this.session.run(feed, ["embedding"]);
    const given = embedding?.data as Float32Array;
    const size = given.length / samples.length;
    return samples.map((_, number) => given.slice(number * size, (number + 1) * size));
  }
}
