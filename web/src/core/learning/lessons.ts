/** What a learner is asked for: from easy letters to those that look alike, more often what goes wrong. */

/** Of each letter how often it was asked for, and how often it took another to come right. */
export type PracticeRecord = Record<string, { asked: number; missed: number }>;

export const ALPHABET = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** The letters of each lesson. The later ones look alike, and are best learnt side by side. */
export const LESSONS: readonly string[] = ["ABCLOY", "DFIW", "EXJZ", "GQH", "KP", "URV", "MNTS"];
export const WORDS: readonly string[] = [
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
  "BABY",
  "CITY",
  "DOG",
  "FOX",
  "GARDEN",
  "HAND",
  "ICE",
  "KEY",
  "LIGHT",
  "MONEY",
  "NIGHT",
  "ORANGE",
  "PHONE",
  "RIVER",
  "SUN",
  "TABLE",
  "UNCLE",
  "VILLAGE",
  "WINTER",
  "YELLOW",
];
/** A letter is known once it was asked for so often, and this part of it at most went wrong. */
const OFTEN = 2;
const WRONG = 0.35;
/** By how much words are spelled faster after one that was read, and slower after one that was not. */
const FASTER = 1.15;
const SLOWER = 0.8;

export function isKnown(record: PracticeRecord, letter: string): boolean {
  const { asked, missed } = record[letter] ?? { asked: 0, missed: 0 };
  return asked >= OFTEN && missed <= WRONG * asked;
}

/** The first lesson of which a letter is not known; the last once all are. */
export function lessonOf(record: PracticeRecord): number {
  const next = LESSONS.findIndex((letters) => [...letters].some((letter) => !isKnown(record, letter)));
  return next < 0 ? LESSONS.length - 1 : next;
}

/** How often a letter is asked for, beside one that was never asked for. */
function weight(record: PracticeRecord, letter: string): number {
  const { asked, missed } = record[letter] ?? { asked: 0, missed: 0 };
  return (2 * (2 * missed + 1)) / (asked + 2);
}

/** What to ask for next: what went wrong more often comes more often. */
export function choose(choices: readonly string[], record: PracticeRecord, but: string): string {
  const others = choices.filter((one) => one !== but);
  const weights = others.map((one) => [...one].reduce((sum, letter) => sum + weight(record, letter), 0) / one.length);
  let left = Math.random() * weights.reduce((sum, one) => sum + one, 0);
  return others.find((_, place) => (left -= weights[place] ?? 0) <= 0) ?? others[0] ?? "A";
}

/** The letters that are asked for more often, at most five. */
export function weakest(record: PracticeRecord): string[] {
  return Object.keys(record)
    .filter((letter) => weight(record, letter) > 1)
    .sort((one, other) => weight(record, other) - weight(record, one))
    .slice(0, 5);
}

/** Letters a second of the next word to be read. */
export function nextSpeed(speed: number, right: boolean, slowest: number, fastest: number): number {
  return Math.min(Math.max(speed * (right ? FASTER : SLOWER), slowest), fastest);
}
