import { HandLandmarker, type HandLandmarkerResult } from "@mediapipe/tasks-vision";
import type { Place } from "./spelling/geometry";

/** A hand in a picture; landmarks in its pixels, z on the scale of x. handedness: 1 right, -1 left. */
export interface Hand {
  readonly landmarks: readonly (readonly [number, number, number])[];
  readonly handedness: 1 | -1;
}

export type Picture = HTMLCanvasElement | OffscreenCanvas;

const CERTAIN = 0.2;
/** A hand may be this many times larger or smaller than a moment before; see `signread.hands.tracker`. */
const LEAP = 2.5;
const MEMORY = 0.5;
const MARGIN = 1 / 3;

/** MediaPipe tells of its loading as of an error. */
const complain = console.error.bind(console);
console.error = (...said: unknown[]): void => {
  if (String(said[0]).startsWith("INFO:")) console.info(...said);
  else complain(...said);
};

async function landmarker(video: boolean, bundle: Uint8Array): Promise<HandLandmarker> {
  const wasm = { wasmLoaderPath: "./wasm/vision_wasm_internal.js", wasmBinaryPath: "./wasm/vision_wasm_internal.wasm" };
  return HandLandmarker.createFromOptions(wasm, {
    baseOptions: { modelAssetBuffer: bundle, delegate: "CPU" },
    runningMode: video ? "VIDEO" : "IMAGE",
    numHands: video ? 1 : 2,
    minHandDetectionConfidence: CERTAIN,
    minHandPresenceConfidence: CERTAIN,
  });
}

/** Follows one hand through the frames of a camera. */
export class HandTracker {
  private before: { readonly size: number; readonly time: number } | null = null;
  private stamp = 0;
  private still: HandLandmarker | null = null;

  private constructor(
    private video: HandLandmarker,
    private readonly bundle: Uint8Array,
  ) {}

  static async load(bundle: Uint8Array): Promise<HandTracker> {
    return new HandTracker(await landmarker(true, bundle), bundle);
  }

  /** The hand in a camera's frame. */
  follow(picture: Picture, time: number): Hand | null {
    this.stamp = Math.max(this.stamp + 1, Math.round(time * 1000));
    const found = hands(this.video.detectForVideo(picture as HTMLCanvasElement, this.stamp), picture)[0] ?? null;
    if (found === null) return null;
    const size = reach(found);
    const known = this.before !== null && time - this.before.time <= MEMORY ? this.before.size : size;
    if (Math.max(size, known) > Math.min(size, known) * LEAP) return null;
    this.before = { size, time };
    return found;
  }

  /** The largest hand of a picture that stands alone. */
  async find(picture: Picture): Promise<Hand | null> {
    this.still ??= await landmarker(false, this.bundle);
    const found = largest(hands(this.still.detect(picture as HTMLCanvasElement), picture));
    if (found !== null) return found;
    const margin = Math.round(Math.max(picture.width, picture.height) * MARGIN);
    const around = framed(picture, margin);
    return largest(
      hands(this.still.detect(around), around).map((hand) => ({
        ...hand,
        landmarks: hand.landmarks.map(([x, y, z]) => [x - margin, y - margin, z] as const),
      })),
    );
  }
}

function hands(result: HandLandmarkerResult, { width, height }: Picture): Hand[] {
  return result.landmarks.map((points, place) => ({
    landmarks: points.map(({ x, y, z }) => [x * width, y * height, z * width] as const),
    handedness: result.handedness[place]?.[0]?.categoryName === "Right" ? 1 : -1,
  }));
}

function box({ landmarks }: Hand): { low: Place; high: Place } {
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  return { low: [Math.min(...xs), Math.min(...ys)], high: [Math.max(...xs), Math.max(...ys)] };
}

function reach(hand: Hand): number {
  const { low, high } = box(hand);
  return Math.max(high[0] - low[0], high[1] - low[1]);
}

function largest(found: readonly Hand[]): Hand | null {
  const area = (hand: Hand): number => {
    const { low, high } = box(hand);
    return (high[0] - low[0]) * (high[1] - low[1]);
  };
  return found.reduce<Hand | null>((most, hand) => (most === null || area(hand) > area(most) ? hand : most), null);
}

/** The picture with its edges drawn out around it: palms are found by what is around them. */
function framed(picture: Picture, margin: number): HTMLCanvasElement {
  const { width, height } = picture;
  const canvas = document.createElement("canvas");
  canvas.width = width + 2 * margin;
  canvas.height = height + 2 * margin;
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  for (const [sx, sw, dx, dw] of [[0, 1, 0, margin], [0, width, margin, width], [width - 1, 1, margin + width, margin]] as const)
    for (const [sy, sh, dy, dh] of [[0, 1, 0, margin], [0, height, margin, height], [height - 1, 1, margin + height, margin]] as const)
      pen.drawImage(picture, sx, sy, sw, sh, dx, dy, dw, dh);
  return canvas;
}
