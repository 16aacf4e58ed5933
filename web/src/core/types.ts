/** The nouns, as in `signread.types`. Times are seconds, places are picture pixels. */

export type Picture = HTMLCanvasElement | OffscreenCanvas;

export type Handedness = "left" | "right";

/** 21 points in the order of MediaPipe; z on the scale of x. */
export type Points3 = readonly (readonly [number, number, number])[];
export type Points = readonly (readonly [number, number])[];

/** One hand as the tracker saw it. */
export interface Hand {
  readonly points: Points3;
  readonly handedness: Handedness;
}

/** What was seen in a picture; `mirrored` is the same hand in the mirror image, in its pixels. */
export interface Observation {
  readonly hand: Hand | null;
  readonly mirrored: Hand | null;
}

/** Something that was spelled; see `signread.types.Event`, whose fields these are. */
export interface SpelledEvent {
  readonly kind: "letter" | "space" | "line";
  readonly time: number;
  readonly letter: string;
  readonly begin: number;
  readonly end: number;
  readonly confidence: number;
  readonly alternatives: readonly { readonly letter: string; readonly probability: number }[];
  readonly replaces: number;
}

/** A space or a line end. */
export function pause(kind: "space" | "line", time: number): SpelledEvent {
  return { kind, time, letter: "", begin: 0, end: 0, confidence: 1, alternatives: [], replaces: 0 };
}

export function otherHand(handedness: Handedness): Handedness {
  return handedness === "left" ? "right" : "left";
}

export const NO_LETTER = "nothing";
