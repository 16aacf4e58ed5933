/** What to change in a hand so that it shows a letter: by the angles of its joints. */
import movement from "../../generated/hand.json";

/** Degrees of each digit's joints, thumb first, as `signread.handshapes` names them. */
export type Angles = readonly (readonly number[])[];

export const DIGITS = ["thumb", "index", "middle", "ring", "little"] as const;
export type Digit = (typeof DIGITS)[number];
/** `thumb`: it lies elsewhere than the letter wants. `apart`, `together`: from the finger beside it. */
export type Change = "bend" | "straighten" | "apart" | "together" | "cross" | "thumb";
export interface Hint {
  digit: Digit;
  change: Change;
}

/** Degrees from which on a difference is worth a word: of a finger's two large joints together, of the angle between
 * neighbours, and of a thumb's joints. The network errs by about half as much. */
const BENT = 55;
const SPREAD = 14;
const THUMB = 28;
/** Up to how many degrees of bend a finger counts as straight: bent ones lie side by side of themselves. */
const STRAIGHT = 60;
/** Neighbours of which one lies over the other. */
const CROSSED = -15;
/** The joints of a finger, and of a thumb. */
const [KNUCKLE, MIDDLE, , ASIDE] = [0, 1, 2, 3];
const THUMB_JOINTS = [0, 1, 3, 4];

const VARIANTS = movement.variants as Record<string, number[][][]>;

/** The one thing that is most wrong with a hand that should show a letter; null if nothing is by much. */
export function hintFor(letter: string, seen: Angles): Hint | null {
  const ways = (VARIANTS[letter] ?? []).map((wanted) => differences(seen, wanted));
  const nearest = ways.sort((one, other) => total(one) - total(other))[0] ?? [];
  const worst = nearest.reduce<Difference | null>((most, one) => (most && most.size >= one.size ? most : one), null);
  return worst === null || worst.size < 1 ? null : { digit: worst.digit, change: worst.change };
}

/** Where the thumb of each letter is, in a word. */
export const THUMBS: Readonly<Record<string, ThumbPlace>> = {
  ...placed("beside", "A"),
  ...placed("palm", "B4"),
  ...placed("facing", "CO0"),
  ...placed("middle", "DX"),
  ...placed("under", "E"),
  ...placed("index", "F9"),
  ...placed("along", "GQ"),
  ...placed("holding", "HIJRUVWZ126"),
  ...placed("between", "KP"),
  ...placed("out", "LY35"),
  ...placed("three", "M"),
  ...placed("two", "N"),
  ...placed("across", "S"),
  ...placed("one", "T"),
  ...placed("ring", "7"),
  ...placed("middle", "8"),
};
export type ThumbPlace =
  | "beside"
  | "palm"
  | "facing"
  | "middle"
  | "under"
  | "index"
  | "along"
  | "holding"
  | "between"
  | "out"
  | "three"
  | "two"
  | "across"
  | "one"
  | "ring";

function placed(place: ThumbPlace, letters: string): Record<string, ThumbPlace> {
  return Object.fromEntries([...letters].map((letter) => [letter, place]));
}

interface Difference extends Hint {
  /** 1 and more is worth a word. */
  size: number;
}

function total(differences: readonly Difference[]): number {
  return differences.reduce((sum, { size }) => sum + size ** 2, 0);
}

function differences(seen: Angles, wanted: Angles): Difference[] {
  const at = (angles: Angles, digit: number, joint: number): number => angles[digit]?.[joint] ?? 0;
  const found: Difference[] = [];
  DIGITS.forEach((digit, number) => {
    if (number === 0) {
      const apart = THUMB_JOINTS.map((joint) => at(seen, 0, joint) - at(wanted, 0, joint));
      const size = Math.sqrt(apart.reduce((sum, one) => sum + one ** 2, 0) / apart.length) / THUMB;
      found.push({ digit, change: "thumb", size });
      return;
    }
    const bend = (angles: Angles): number => at(angles, number, KNUCKLE) + at(angles, number, MIDDLE);
    const more = bend(wanted) - bend(seen);
    found.push({ digit, change: more > 0 ? "bend" : "straighten", size: Math.abs(more) / BENT });
    if (number === 1) return;
    const straight = (angles: Angles, one: number): boolean =>
      at(angles, one, KNUCKLE) + at(angles, one, MIDDLE) < STRAIGHT;
    if (![wanted, seen].every((angles) => straight(angles, number - 1) && straight(angles, number))) return;
    const gap = (angles: Angles): number => at(angles, number - 1, ASIDE) - at(angles, number, ASIDE);
    const wider = gap(wanted) - gap(seen);
    const closer = gap(wanted) < CROSSED ? "cross" : "together";
    found.push({ digit, change: wider > 0 ? "apart" : closer, size: Math.abs(wider) / SPREAD });
  });
  return found;
}
