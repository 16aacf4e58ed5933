import { HandLandmarker, type NormalizedLandmark, PoseLandmarker } from "@mediapipe/tasks-vision";
import signs from "../../generated/signs.json";
import type { Place2, SignFrame } from "../signs/sequence";
import type { Picture } from "../types";
import { wasmOf } from "./wasm";

/** Pictures from one look for the body to the next: it moves little, and takes as long as a hand. */
const BODY_EVERY = 5;
/** Of a second hand: a face is taken for one below it. */
const SURE = 0.5;
/** The body's wrists, right and left. */
const WRISTS = [3, 4] as const;

type Hands = SignFrame["hands"];

/**
 * Both hands in each frame, and the body in every fifth: what MediaPipe's Holistic Landmarker sees, in a quarter of its
 * time. Which hand is which the wrists of the body say: `signread.tracking.holistic`.
 */
export class BodyTracker {
  private stamp = 0;
  private frames = 0;
  private body: Place2[] | null = null;

  private constructor(
    private readonly hands: HandLandmarker,
    private readonly pose: PoseLandmarker,
  ) {}

  /** base: where the page lies. */
  static async load(hands: Uint8Array, pose: Uint8Array, base: string): Promise<BodyTracker> {
    const wasm = wasmOf(base);
    const options = (modelAssetBuffer: Uint8Array) =>
      ({ baseOptions: { modelAssetBuffer, delegate: "CPU" }, runningMode: "VIDEO" }) as const;
    return new BodyTracker(
      await HandLandmarker.createFromOptions(wasm, {
        ...options(hands),
        numHands: 2,
        minHandDetectionConfidence: SURE,
        minHandPresenceConfidence: SURE,
      }),
      await PoseLandmarker.createFromOptions(wasm, options(pose)),
    );
  }

  /** What is in a camera's frame; times in seconds. */
  follow(picture: Picture, time: number): SignFrame {
    this.stamp = Math.max(this.stamp + 1, Math.round(time * 1000));
    const places = (landmarks: readonly NormalizedLandmark[]): Place2[] =>
      landmarks.map(({ x, y }) => [x * picture.width, y * picture.height] as const);
    if (this.body === null || this.frames % BODY_EVERY === 0) {
      const [seen] = this.pose.detectForVideo(picture as HTMLCanvasElement, this.stamp).landmarks;
      const body = seen && places(seen);
      this.body = body ? signs.body_places.map((place) => body[place] ?? [NaN, NaN]) : null;
    }
    this.frames += 1;
    const { landmarks } = this.hands.detectForVideo(picture as HTMLCanvasElement, this.stamp);
    return { time, hands: sided(landmarks.map(places), this.body), body: this.body };
  }
}

/** The right hand and the left one: each at the nearer of the body's wrists. */
function sided(hands: readonly Place2[][], body: readonly Place2[] | null): Hands {
  const [one, other] = hands;
  if (one === undefined || body === null) return [null, null];
  const far = (hand: Place2[], side: 0 | 1): number => {
    const [wrist, of] = [hand[0] ?? [NaN, NaN], body[WRISTS[side]] ?? [NaN, NaN]];
    return Math.hypot(wrist[0] - of[0], wrist[1] - of[1]);
  };
  if (other === undefined) return far(one, 0) <= far(one, 1) ? [one, null] : [null, one];
  return far(one, 0) + far(other, 1) <= far(one, 1) + far(other, 0) ? [one, other] : [other, one];
}
