import { FASTEST, SLOWEST, USUAL_SPEED } from "../core/avatar/plan";
import type { Side } from "../core/reader";
import { type Language, TEXTS } from "../i18n";

/** Of the hand that spells, as its file has them. */
export const SKINS = ["light", "medium", "tan", "dark"] as const;
export type Skin = (typeof SKINS)[number];
export const THEMES = ["auto", "light", "dark"] as const;
const SIDES: readonly Side[] = ["either", "right", "left"];

/** Of each letter how often it was asked for, and how often it took another to come right. */
export type PracticeRecord = Record<string, { asked: number; missed: number }>;

/** What the page remembers in this browser, and nowhere else. */
export interface Settings {
  language: Language;
  theme: (typeof THEMES)[number];
  camera: string;
  hand: Side;
  aloud: boolean;
  practice: PracticeRecord;
  /** Letters a second of the hand that spells. */
  signingSpeed: number;
  skin: Skin;
}

const NAME = "signread";

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
  const usual = typeof navigator !== "undefined" && navigator.language?.toLowerCase().startsWith("zh") ? "zh" : "en";
  const count = (value: unknown): number => (Number.isSafeInteger(value) ? Math.max(Number(value), 0) : 0);
  const practice: PracticeRecord = {};
  for (const [letter, record] of Object.entries(fields(stored["practice"]))) {
    const asked = count(fields(record)["asked"]);
    if (/^[A-Z]$/.test(letter) && asked > 0)
      practice[letter] = { asked, missed: Math.min(count(fields(record)["missed"]), asked) };
  }
  return {
    language: one(stored["language"], Object.keys(TEXTS) as Language[], usual),
    theme: one(stored["theme"], THEMES, "auto"),
    camera: typeof stored["camera"] === "string" ? stored["camera"] : "",
    hand: one(stored["hand"], SIDES, "either"),
    aloud: stored["aloud"] === true,
    practice,
    signingSpeed: within(stored["signingSpeed"], SLOWEST, FASTEST, USUAL_SPEED),
    skin: one(stored["skin"], SKINS, "medium"),
  };
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
