import { HandLandmarker, type HandLandmarkerResult } from "@mediapipe/tasks-vision";

/** A hand in a picture; landmarks in its pixels, z on the scale of x. handedness: 1 right, -1 left. */
export interface Hand {
  readonly landmarks: readonly (readonly [number, number, number])[];
  readonly handedness: 1 | -1;
}

/** A hand as it was found in a picture, or in its mirror image. */
export interface View {
  readonly picture: Picture;
  readonly hand: Hand;
}

export type Picture = HTMLCanvasElement | OffscreenCanvas;

const CERTAIN = 0.2;
/** A hand may be this many times larger or smaller than a moment before; see `signread.hands.tracker`. */
const LEAP = 2.5;
const MEMORY = 0.5;
/** Seconds between frames up to which a hand is followed; where more pass, it is looked for in the whole picture. */
const FAST = 0.15;
const MARGIN = 1 / 3;
/** How far landmarks in the mirror image may be off, in sizes of the hand, to be those of the same hand. */
const SAME = 0.3;
/** Pixels of an empty picture. */
const NOTHING = 64;

/** MediaPipe tells of its loading as of an error. */
const complain = console.error.bind(console);
console.error = (...said: unknown[]): void => {
  if (String(said[0]).startsWith("INFO:")) console.info(...said);
  else complain(...said);
};

async function landmarker(bundle: Uint8Array): Promise<HandLandmarker> {
  const wasm = { wasmLoaderPath: "./wasm/vision_wasm_internal.js", wasmBinaryPath: "./wasm/vision_wasm_internal.wasm" };
  return HandLandmarker.createFromOptions(wasm, {
    baseOptions: { modelAssetBuffer: bundle, delegate: "CPU" },
    runningMode: "VIDEO",
    numHands: 1,
    minHandDetectionConfidence: CERTAIN,
    minHandPresenceConfidence: CERTAIN,
  });
}

/** Follows one hand through the frames of a camera. */
export class HandTracker {
  private before: { readonly size: number; readonly time: number } | null = null;
  private last = 0;
  private readonly nothing = new OffscreenCanvas(NOTHING, NOTHING);
  private alone: Follower | null = null;

  private constructor(
    private readonly video: Follower,
    private readonly bundle: Uint8Array,
  ) {}

  static async load(bundle: Uint8Array): Promise<HandTracker> {
    return new HandTracker(new Follower(await landmarker(bundle)), bundle);
  }

  /** The hand in a camera's frame. */
  follow(picture: Picture, time: number): Hand | null {
    if (time - this.last > FAST) this.video.show(this.nothing);
    this.last = time;
    const known = this.before !== null && time - this.before.time <= MEMORY ? this.before.size : null;
    let found = this.video.show(picture);
    if (found !== null && leaps(known, found)) {
      // MediaPipe follows what it once took for a hand, a knuckle say. It has to look anew.
      this.video.show(this.nothing);
      found = this.video.show(picture);
    }
    if (found === null || leaps(known, found)) return null;
    this.before = { size: reach(found), time };
    return found;
  }

  /** The hand in a picture that stands alone, as it is and in the mirror: see `signread.hands.tracker`. */
  async find(picture: Picture): Promise<View[]> {
    this.alone ??= new Follower(await landmarker(this.bundle));
    const mirror = mirrored(picture);
    const [found, again] = [this.search(this.alone, picture), this.search(this.alone, mirror)];
    if (again === null) return found === null ? [] : [{ picture, hand: found }];
    const back: Hand = {
      landmarks: again.landmarks.map(([x, y, z]) => [picture.width - x, y, z] as const),
      handedness: again.handedness === 1 ? -1 : 1,
    };
    if (found === null) return [{ picture, hand: back }];
    const views = [{ picture, hand: found }];
    return apart(found, back) < SAME * reach(found) ? [...views, { picture: mirror, hand: again }] : views;
  }

  private search(follower: Follower, picture: Picture): Hand | null {
    const found = this.look(follower, picture);
    if (found !== null) return found;
    const margin = Math.round(Math.max(picture.width, picture.height) * MARGIN);
    const close = this.look(follower, framed(picture, margin));
    return close && { ...close, landmarks: close.landmarks.map(([x, y, z]) => [x - margin, y - margin, z] as const) };
  }

  /** Shown nothing, so that it forgets, and then the picture twice: see `signread.hands.tracker`. */
  private look(follower: Follower, picture: Picture): Hand | null {
    follower.show(this.nothing);
    const first = follower.show(picture);
    return first && (follower.show(picture) ?? first);
  }
}

/** MediaPipe's video mode: what it saw last it follows into the next picture. */
class Follower {
  private shown = 0;

  constructor(private readonly landmarker: HandLandmarker) {}

  show(picture: Picture): Hand | null {
    return hand(this.landmarker.detectForVideo(picture as HTMLCanvasElement, (this.shown += 1)), picture);
  }
}

function leaps(known: number | null, found: Hand): boolean {
  const size = reach(found);
  return known !== null && Math.max(size, known) > Math.min(size, known) * LEAP;
}

function hand(result: HandLandmarkerResult, { width, height }: Picture): Hand | null {
  const points = result.landmarks[0];
  if (points === undefined) return null;
  return {
    landmarks: points.map(({ x, y, z }) => [x * width, y * height, z * width] as const),
    handedness: result.handedness[0]?.[0]?.categoryName === "Right" ? 1 : -1,
  };
}

function reach({ landmarks }: Hand): number {
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/** How far the landmarks of two hands are apart, across and down, in the mean. */
function apart(one: Hand, other: Hand): number {
  const off = one.landmarks.map(([x, y], number) => {
    const [there, below] = other.landmarks[number] ?? [NaN, NaN];
    return Math.abs(x - there) + Math.abs(y - below);
  });
  return off.reduce((sum, one) => sum + one, 0) / (2 * off.length);
}

function mirrored(picture: Picture): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) throw new Error("no canvas");
  pen.scale(-1, 1);
  pen.drawImage(picture, -picture.width, 0);
  return canvas;
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
