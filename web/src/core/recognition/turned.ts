import { canvasOf, pen } from "../canvas";
import { type Hand, NO_LETTER, type Picture, type Points3 } from "../types";

/** Hands that lie on their side: `signread.recognition.turned`, which also writes `uprights` for the page. */
const ASIDE = 50;
const SURE = 0.8;
const WRIST = 0;
const MIDDLE_KNUCKLE = 9;

/** How many quarter turns to the left stand a hand upright; 0 for one that does not lie. */
export function quarterTurns(points: Points3): number {
  const [x, y] = points[WRIST] ?? [0, 0];
  const [mx, my] = points[MIDDLE_KNUCKLE] ?? [0, 0];
  const degrees = (Math.atan2(mx - x, y - my) * 180) / Math.PI;
  return Math.abs(degrees) > ASIDE ? (Math.round(degrees / 90) + 4) % 4 : 0;
}

/** Picture and hand after so many quarter turns to the left. */
export function stoodUpright(picture: Picture, hand: Hand, turns: number): [Picture, Hand] {
  let { points } = hand;
  let [width, height] = [picture.width, picture.height];
  for (let turn = 0; turn < turns; turn += 1) {
    const across = width;
    points = points.map(([x, y, z]) => [y, across - x, z] as const);
    [width, height] = [height, width];
  }
  const canvas = canvasOf(width, height);
  const drawing = pen(canvas);
  drawing.translate(width / 2, height / 2);
  drawing.rotate((-turns * Math.PI) / 2);
  drawing.drawImage(picture, -picture.width / 2, -picture.height / 2);
  return [canvas, { ...hand, points }];
}

/** A letter, and how likely it is. */
export type Likely = readonly [letter: string, probability: number];

/** Whether a hand shows the letter that it is read as stood upright, and not the one as it lies. */
export function lies(
  [letter, likely]: Likely,
  [other, probability]: Likely,
  uprights: Readonly<Record<string, string>>,
): boolean {
  const natural = uprights[letter];
  if (natural === undefined) return letter !== NO_LETTER;
  return other !== NO_LETTER && !natural.includes(other) && probability >= Math.max(SURE, likely);
}
