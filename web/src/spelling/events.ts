/** Something that was spelled; see `signread.spelling.Event`, whose fields these are. Times are seconds. */
export interface SpelledEvent {
  readonly kind: "letter" | "space" | "line";
  readonly time: number;
  readonly letter: string;
  readonly begin: number;
  readonly confidence: number;
  readonly alternatives: readonly (readonly [string, number])[];
  readonly replaces: number;
}

export function pause(kind: "space" | "line", time: number): SpelledEvent {
  return { kind, time, letter: "", begin: 0, confidence: 1, alternatives: [], replaces: 0 };
}

/** 21 landmarks in picture pixels. */
export type Points = readonly (readonly [number, number])[];

export const NO_LETTER = "nothing";
