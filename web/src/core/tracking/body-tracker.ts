import { type Category, HandLandmarker, type NormalizedLandmark, PoseLandmarker } from "@mediapipe/tasks-vision";
import signs from "../../generated/signs.json";
import type { Place2, SignFrame } from "../signs/sequence";
import type { Hand, Handedness, Picture, Points3 } from "../types";
import { wasmOf } from "./wasm";

/** Pictures from one look for the body to the next: it moves little, and takes as long as a hand. */
const BODY_EVERY = 5;
/** Of a second hand: a face is taken for one below it. */
const SURE = 0.5;
/** The body's wrists, right and left. */
const WRISTS = [3, 4] as const;

type Sides = readonly [right: Points3 | null, left: Points3 | null];

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

  /** What is in a camera's frame, and the hand in it that signs; times in seconds. */
  follow(picture: Picture, time: number): { readonly frame: SignFrame; readonly hand: Hand | null } {
    this.stamp = Math.max(this.stamp + 1, Math.round(time * 1000));
    const { width, height } = picture;
    const places = (landmarks: readonly NormalizedLandmark[]): Place2[] =>
      landmarks.map(({ x, y }) => [x * width, y * height] as const);
    if (this.frames % BODY_EVERY === 0) {
      const [seen] = this.pose.detectForVideo(picture as HTMLCanvasElement, this.stamp).landmarks;
      const body = seen && places(seen);
      this.body = body ? signs.body_places.map((place) => body[place] ?? [NaN, NaN]) : null;
    }
    this.frames += 1;
    const { landmarks, handedness } = this.hands.detectForVideo(picture as HTMLCanvasElement, this.stamp);
    const found = landmarks.map((hand): Points3 => hand.map(({ x, y, z }) => [x * width, y * height, z * width]));
    const [right, left] = sided(found, this.body);
    const flat = (points: Points3 | null): Place2[] | null => points?.map(([x, y]) => [x, y] as const) ?? null;
    const seen =
      this.body === null
        ? found.map((points, one) => ({ points, handedness: called(handedness[one]) }))
        : [
            ...(right === null ? [] : [{ points: right, handedness: "right" as const }]),
            ...(left === null ? [] : [{ points: left, handedness: "left" as const }]),
          ];
    return { frame: { time, hands: [flat(right), flat(left)], body: this.body }, hand: higher(seen) };
  }
}

/** The right hand and the left one: each at the nearer of the body's wrists. */
function sided(hands: readonly Points3[], body: readonly Place2[] | null): Sides {
  const [one, other] = hands;
  if (one === undefined || body === null) return [null, null];
  const far = (hand: Points3, side: 0 | 1): number => {
    const [wrist, of] = [hand[0] ?? [NaN, NaN], body[WRISTS[side]] ?? [NaN, NaN]];
    return Math.hypot(wrist[0] - of[0], wrist[1] - of[1]);
  };
  if (other === undefined) return far(one, 0) <= far(one, 1) ? [one, null] : [null, one];
  return far(one, 0) + far(other, 1) <= far(one, 1) + far(other, 0) ? [one, other] : [other, one];
}

/** The hand that spells, where both are seen. */
function higher(hands: readonly Hand[]): Hand | null {
  const height = ({ points }: Hand): number => points[0]?.[1] ?? Infinity;
  return hands.toSorted((one, other) => height(one) - height(other))[0] ?? null;
}

/** What the tracker takes a hand for: all there is where no body is seen. */
const called = (categories: readonly Category[] = []): Handedness =>
  categories[0]?.categoryName === "Right" ? "right" : "left";
