import { FASTEST, SLOWEST, USUAL_SPEED } from "../core/avatar/plan";
import type { PracticeRecord } from "../core/learning/lessons";
import type { Side } from "../core/reader";
import { languageOf } from "../i18n";

/** Of the hand that spells, as its file has them. */
export const SKINS = ["light", "medium", "tan", "dark"] as const;
export type Skin = (typeof SKINS)[number];
export const THEMES = ["auto", "light", "dark"] as const;
/** How many phrases are kept, and how long each may be. */
export const MOST_PHRASES = 50;
const LONGEST_PHRASE = 10000;
const SIDES: readonly Side[] = ["either", "right", "left"];

/** What the page remembers in this browser, and nowhere else. */
export interface Settings {
  /** A tag of one of the page's. */
  language: string;
  theme: (typeof THEMES)[number];
  camera: string;
  hand: Side;
  aloud: boolean;
  practice: PracticeRecord;
  /** Letters a second of the hand that spells. */
  signingSpeed: number;
  /** And where a learner reads it. */
  readingSpeed: number;
  skin: Skin;
  /** What is said often, the newest first. */
  phrases: string[];
}

const NAME = "signread";
/** Letters a second that somebody reads who never did. */
const FIRST_READ = 1;

/** What is remembered, the usual where it is not, or is nothing that this page wrote. */
export function load(): Settings {
  try {
    return checked(JSON.parse(localStorage.getItem(NAME) ?? "{}"));
  } catch {
    return checked({}); // no storage, or not ours
  }
}

/** Takes of a stored value what it can be. */
export function checked(kept: unknown): Settings {
  const stored = fields(kept);
  const one = <T>(value: unknown, of: readonly T[], usual: T): T => of.find((choice) => choice === value) ?? usual;
  const usual = languageOf(typeof navigator === "undefined" ? "" : (navigator.language ?? "")).tag;
  const language = typeof stored["language"] === "string" ? stored["language"] : "";
  const count = (value: unknown): number => (Number.isSafeInteger(value) ? Math.max(Number(value), 0) : 0);
  const practice: PracticeRecord = {};
  for (const [letter, record] of Object.entries(fields(stored["practice"]))) {
    const asked = count(fields(record)["asked"]);
    if (/^[A-Z]$/.test(letter) && asked > 0)
      practice[letter] = { asked, missed: Math.min(count(fields(record)["missed"]), asked) };
  }
  return {
    language: language === "" ? usual : languageOf(language).tag,
    theme: one(stored["theme"], THEMES, "auto"),
    camera: typeof stored["camera"] === "string" ? stored["camera"] : "",
    hand: one(stored["hand"], SIDES, "either"),
    aloud: stored["aloud"] === true,
    practice,
    signingSpeed: within(stored["signingSpeed"], SLOWEST, FASTEST, USUAL_SPEED),
    readingSpeed: within(stored["readingSpeed"], SLOWEST, FASTEST, FIRST_READ),
    skin: one(stored["skin"], SKINS, "medium"),
    phrases: phrases(stored["phrases"]),
  };
}

/** Different texts, as many as are kept. */
function phrases(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : []).filter((one): one is string => typeof one === "string");
  const usable = texts.map((text) => text.trim()).filter((text) => text !== "" && text.length <= LONGEST_PHRASE);
  return [...new Set(usable)].slice(0, MOST_PHRASES);
}

function within(value: unknown, least: number, most: number, usual: number): number {
  return typeof value === "number" && value >= least && value <= most ? value : usual;
}

function fields(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

export function save(settings: Settings): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // a private window: nothing is remembered
  }
}

/** Deletes all that the page remembers. */
export function forgetAll(): void {
  try {
    localStorage.clear();
  } catch {
    // nothing was remembered
  }
}
