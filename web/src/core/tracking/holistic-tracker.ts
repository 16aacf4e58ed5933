import { HolisticLandmarker, type NormalizedLandmark } from "@mediapipe/tasks-vision";
import signs from "../../generated/signs.json";
import type { Place2, SignFrame } from "../signs/sequence";
import type { Picture } from "../types";
import { wasmOf } from "./wasm";

/** Both hands and the body in each frame: MediaPipe's Holistic Landmarker, as `signread.tracking.holistic`. */
export class HolisticTracker {
  private stamp = 0;

  private constructor(private readonly landmarker: HolisticLandmarker) {}

  /** base: where the page lies. */
  static async load(bundle: Uint8Array, base: string): Promise<HolisticTracker> {
    return new HolisticTracker(
      await HolisticLandmarker.createFromOptions(wasmOf(base), {
        baseOptions: { modelAssetBuffer: bundle, delegate: "CPU" },
        runningMode: "VIDEO",
      }),
    );
  }

  /** What is in a camera's frame; times in seconds. */
  follow(picture: Picture, time: number): SignFrame {
    this.stamp = Math.max(this.stamp + 1, Math.round(time * 1000));
    const seen = this.landmarker.detectForVideo(picture as HTMLCanvasElement, this.stamp);
    const places = (landmarks: NormalizedLandmark[] | undefined): Place2[] | null =>
      landmarks?.length ? landmarks.map(({ x, y }) => [x * picture.width, y * picture.height] as const) : null;
    const body = places(seen.poseLandmarks[0]);
    return {
      time,
      hands: [places(seen.rightHandLandmarks[0]), places(seen.leftHandLandmarks[0])],
      body: body && signs.body_places.map((place) => body[place] ?? [NaN, NaN]),
    };
  }
}
