import { HandLandmarker, type HandLandmarkerResult } from "@mediapipe/tasks-vision";
import { canvasOf, pen } from "../canvas";
import { bounds, extent } from "../skeleton";
import { type Hand, type Handedness, type Observation, otherHand, type Picture, type Points3 } from "../types";
import { FollowPolicy, type Look, type Steps, search } from "./policy";
import { wasmOf } from "./wasm";

const MIN_CONFIDENCE = 0.2;
/** The least score of a second hand: a face is taken for one below it. */
const SURE = 0.6;
const COVER = 0.25;
const MARGIN = 1 / 3;
const NEAR_SIDES = 2;
const NEAR_PIXELS = 256;
const PART_SHARE = 0.6;
/** How far points in the mirror image may be off, in sizes of the hand, to be those of the same hand. */
const SAME_HAND = 0.3;
const BLANK_SIDE = 64;

/** Finds one hand in a frame; in a video it follows the hand: `signread.tracking.hand_tracker`. */
export class HandTracker {
  private policy = new FollowPolicy();
  private size = { width: 0, height: 0 };

  private constructor(
    private readonly landmarker: Landmarker,
    private readonly sure: Landmarker,
  ) {}

  /** base: where the page lies. */
  static async load(bundle: Uint8Array, base: string): Promise<HandTracker> {
    const landmarker = await Landmarker.load(bundle, base, MIN_CONFIDENCE);
    return new HandTracker(landmarker, await Landmarker.load(bundle, base, SURE));
  }

  /** A new video begins. */
  begin(): void {
    this.policy = new FollowPolicy();
    this.size = { width: 0, height: 0 };
  }

  /**
   * The hand in a camera's frame; times in seconds, growing. side: the one that is followed where both are seen, null
   * for the one that moves while the other rests.
   */
  follow(picture: Picture, time: number, side: Handedness | null = null): Hand | null {
    this.policy.side = side;
    const { width, height } = this.size;
    const resized = width > 0 && (width !== picture.width || height !== picture.height);
    this.size = { width: picture.width, height: picture.height };
    return this.carryOut(this.policy.steps(time, resized), picture);
  }

  /** What is in a picture that stands alone, and in its mirror image. */
  detect(picture: Picture): Observation {
    const hand = this.carryOut(search(), picture);
    const reflected = this.carryOut(search(), mirrored(picture));
    if (reflected === null) return { hand, mirrored: null };
    const back: Hand = {
      points: reflected.points.map(([x, y, z]) => [picture.width - x, y, z] as const),
      handedness: otherHand(reflected.handedness),
    };
    if (hand === null) return { hand: back, mirrored: null };
    return { hand, mirrored: apart(hand.points, back.points) < SAME_HAND * extent(hand.points) ? reflected : null };
  }

  private carryOut(steps: Steps, picture: Picture): Hand | null {
    let step = steps.next();
    while (step.done !== true) step = steps.next(this.look(step.value, picture));
    return step.value;
  }

  private look({ view, passes, near, part }: Look, picture: Picture): Hand | null {
    if (view === "follow") return this.landmarker.follow(picture);
    if (view === "whole") return this.landmarker.show(picture, passes);
    if (view === "close") {
      const margin = Math.round(Math.max(picture.width, picture.height) * MARGIN);
      return moved(this.landmarker.show(framed(picture, margin), passes), -margin, -margin);
    }
    if (view === "near" && near !== null) return this.showNear(picture, near);
    if (view === "part") return this.showPart(picture, part);
    if (view === "other" && near !== null) return this.sure.show(covered(picture, near));
    if (view === "take" && near !== null) return this.landmarker.follow(covered(picture, near));
    this.landmarker.forget();
    return null;
  }

  /** A hand that surely is one, in one of the picture's four parts, which overlap. */
  private showPart(picture: Picture, number: number): Hand | null {
    const [across, down] = [Math.ceil(PART_SHARE * picture.width), Math.ceil(PART_SHARE * picture.height)];
    const left = (picture.width - across) * (number % 2);
    const top = (picture.height - down) * Math.floor(number / 2);
    const part = canvasOf(across, down);
    pen(part).drawImage(picture, left, top, across, down, 0, 0, across, down);
    return moved(this.sure.show(part), left, top);
  }

  /** The hand near a place where it just was, seen larger than in the whole picture. */
  private showNear(picture: Picture, points: Points3): Hand | null {
    const box = bounds(points);
    const reach = (extent(points) * NEAR_SIDES) / 2;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const [left, top] = [Math.trunc(Math.max(x - reach, 0)), Math.trunc(Math.max(y - reach, 0))];
    const width = Math.min(Math.ceil(x + reach), picture.width) - left;
    const height = Math.min(Math.ceil(y + reach), picture.height) - top;
    if (width <= 0 || height <= 0) return null;
    const scale = Math.max(NEAR_PIXELS / Math.max(width, height), 1);
    const part = canvasOf(Math.max(Math.round(width * scale), 1), Math.max(Math.round(height * scale), 1));
    pen(part).drawImage(picture, left, top, width, height, 0, 0, part.width, part.height);
    const detected = this.landmarker.show(part);
    if (detected === null) return null;
    return moved(
      { ...detected, points: detected.points.map(([px, py, pz]) => [px / scale, py / scale, pz / scale] as const) },
      left,
      top,
    );
  }
}

/**
 * MediaPipe in its video mode: what it saw last it follows into the next picture.
 *
 * Python has one for single pictures and one for each video. Here one does both: after a picture by itself there is
 * nothing to follow, so it is shown a blank one before the next frame.
 */
class Landmarker {
  private readonly blank = canvasOf(BLANK_SIDE, BLANK_SIDE);
  private frames = 0;
  private tracking = false;
  private alone = false;

  private constructor(private readonly landmarker: HandLandmarker) {}

  static async load(bundle: Uint8Array, base: string, confidence: number): Promise<Landmarker> {
    return new Landmarker(
      await HandLandmarker.createFromOptions(wasmOf(base), {
        baseOptions: { modelAssetBuffer: bundle, delegate: "CPU" },
        runningMode: "VIDEO",
        numHands: 1,
        minHandDetectionConfidence: confidence,
        minHandPresenceConfidence: confidence,
      }),
    );
  }

  /** The hand of the frame that comes next. */
  follow(picture: Picture): Hand | null {
    if (this.alone) this.forget();
    this.alone = false;
    return this.detect(picture);
  }

  /** The hand of a picture by itself, shown so many times. */
  show(picture: Picture, passes = 1): Hand | null {
    this.forget();
    this.alone = true;
    let latest: Hand | null = null;
    for (let pass = 0; pass < passes; pass += 1) {
      const refined = this.detect(picture);
      if (refined === null) break;
      latest = refined;
    }
    return latest;
  }

  forget(): void {
    if (this.tracking) this.detect(this.blank);
  }

  private detect(picture: Picture): Hand | null {
    const detected = hand(this.landmarker.detectForVideo(picture as HTMLCanvasElement, (this.frames += 1)), picture);
    this.tracking = detected !== null;
    return detected;
  }
}

function hand(result: HandLandmarkerResult, { width, height }: Picture): Hand | null {
  const points = result.landmarks[0];
  if (points === undefined) return null;
  return {
    points: points.map(({ x, y, z }) => [x * width, y * height, z * width] as const),
    handedness: result.handedness[0]?.[0]?.categoryName === "Right" ? "right" : "left",
  };
}

function moved(hand: Hand | null, right: number, down: number): Hand | null {
  return hand && { ...hand, points: hand.points.map(([x, y, z]) => [x + right, y + down, z] as const) };
}

/** How far the points of two hands are apart, across and down, in the mean. */
function apart(one: Points3, other: Points3): number {
  const off = one.map(([x, y], number) => {
    const [there, below] = other[number] ?? [NaN, NaN];
    return Math.abs(x - there) + Math.abs(y - below);
  });
  return off.reduce((sum, each) => sum + each, 0) / (2 * off.length);
}

/** The picture with a hand hidden under grey. */
function covered(picture: Picture, points: Points3): Picture {
  const { left, top, right, bottom } = bounds(points);
  const margin = COVER * extent(points);
  const canvas = canvasOf(picture.width, picture.height);
  const drawing = pen(canvas);
  drawing.drawImage(picture, 0, 0);
  drawing.fillStyle = "#808080";
  drawing.fillRect(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin);
  return canvas;
}

export function mirrored(picture: Picture): Picture {
  const canvas = canvasOf(picture.width, picture.height);
  const drawing = pen(canvas);
  drawing.scale(-1, 1);
  drawing.drawImage(picture, -picture.width, 0);
  return canvas;
}

/** The picture with its edges drawn out around it: palms are found by what is around them. */
function framed(picture: Picture, margin: number): Picture {
  const { width, height } = picture;
  const canvas = canvasOf(width + 2 * margin, height + 2 * margin);
  const columns = [
    [0, 1, 0, margin],
    [0, width, margin, width],
    [width - 1, 1, margin + width, margin],
  ] as const;
  const rows = [
    [0, 1, 0, margin],
    [0, height, margin, height],
    [height - 1, 1, margin + height, margin],
  ] as const;
  for (const [sx, sw, dx, dw] of columns)
    for (const [sy, sh, dy, dh] of rows) pen(canvas).drawImage(picture, sx, sy, sw, sh, dx, dy, dw, dh);
  return canvas;
}
