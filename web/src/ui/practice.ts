import { INDEX_TIP, LITTLE_TIP, OUTLINE } from "../core/skeleton";
import shapes from "./drawings.json";
import type { Settings } from "./settings";

type Shapes = Readonly<Record<string, readonly (readonly number[])[]>>;

/** The way of the fingertip of J and Z, as the viewer sees a right hand, in hundredths of a palm from that fingertip. */
const PATHS: Readonly<Record<string, string>> = {
  J: "0,0 -40,10 -60,80 -40,200 40,240 110,200 130,120",
  Z: "0,0 -220,0 0,180 -220,180",
};
const STARTS: Readonly<Record<string, { shape: string; tip: number }>> = {
  J: { shape: "I", tip: LITTLE_TIP },
  Z: { shape: "D", tip: INDEX_TIP },
};
export const ALPHABET = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const WORDS = [
  "HELLO",
  "NAME",
  "COFFEE",
  "WATER",
  "FAMILY",
  "THANKS",
  "PLEASE",
  "SCHOOL",
  "FRIEND",
  "MUSIC",
  "JAZZ",
  "QUICK",
  "BROWN",
  "WORLD",
  "ZERO",
];

/** Draws a letter's hand: as others see it, or mirrored as its signer does. */
export function draw(svg: Element, letter: string, mirrored: boolean): void {
  const { shape, tip } = STARTS[letter] ?? { shape: letter, tip: 0 };
  const points = (shapes as Shapes)[shape] ?? [];
  const side = mirrored ? -1 : 1;
  const at = (place: number): [number, number] => [(points[place]?.[0] ?? 0) * side, points[place]?.[1] ?? 0];
  const make = (kind: string, attributes: Record<string, string>): Element => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const lines = OUTLINE.map((finger) =>
    make("polyline", { points: finger.map((place) => at(place).join()).join(" ") }),
  );
  const joints = points.map((_, place) => make("circle", { cx: `${at(place)[0]}`, cy: `${at(place)[1]}`, r: "9" }));
  const xs = points.map((_, place) => at(place)[0]);
  const ys = points.map((_, place) => at(place)[1]);
  const path = PATHS[letter];
  if (path !== undefined) {
    const [x0, y0] = at(tip);
    const way = path
      .split(" ")
      .map((pair) => pair.split(",").map(Number))
      .map(([x = 0, y = 0]) => `${x0 + x * side},${y0 + y}`);
    lines.push(make("polyline", { points: way.join(" "), class: "path" }));
    xs.push(...way.map((pair) => Number(pair.split(",")[0])));
    ys.push(...way.map((pair) => Number(pair.split(",")[1])));
  }
  const [left, top] = [Math.min(...xs) - 30, Math.min(...ys) - 30];
  svg.setAttribute("viewBox", `${left} ${top} ${Math.max(...xs) + 30 - left} ${Math.max(...ys) + 30 - top}`);
  svg.replaceChildren(...lines, ...joints);
}

/** How often a letter is asked for, beside one that was never asked for. */
function weight({ practice }: Settings, letter: string): number {
  const { asked, missed } = practice[letter] ?? { asked: 0, missed: 0 };
  return (2 * (2 * missed + 1)) / (asked + 2);
}

/** What to ask for next: what went wrong more often comes more often. */
export function choose(kind: "letters" | "words", settings: Settings, but: string): string {
  const choices = (kind === "words" ? WORDS : ALPHABET).filter((one) => one !== but);
  const weights = choices.map(
    (one) => [...one].reduce((sum, letter) => sum + weight(settings, letter), 0) / one.length,
  );
  let left = Math.random() * weights.reduce((sum, one) => sum + one, 0);
  return choices.find((_, place) => (left -= weights[place] ?? 0) <= 0) ?? choices[0] ?? "A";
}

/** The letters that are asked for more often, at most five. */
export function weakest(settings: Settings): string[] {
  return Object.keys(settings.practice)
    .filter((letter) => weight(settings, letter) > 1)
    .sort((one, other) => weight(settings, other) - weight(settings, one))
    .slice(0, 5);
}
