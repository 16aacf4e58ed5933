import type { Side } from "./reader";
import type { Language } from "./words-of-the-page";

/** What the page remembers in this browser, and nowhere else. */
export interface Settings {
  language: Language;
  theme: "auto" | "light" | "dark";
  camera: string;
  hand: Side;
  aloud: boolean;
  /** Of each letter how often it was asked for, and how often it took another to come right. */
  practice: Record<string, { asked: number; missed: number }>;
}

const NAME = "signread";

export function load(): Settings {
  const usual: Settings = {
    language: navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en",
    theme: "auto", camera: "", hand: "either", aloud: false, practice: {},
  };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return kept !== null && typeof kept === "object" ? { ...usual, ...kept } : usual;
  } catch {
    return usual; // no storage, or not ours
  }
}

export function save(settings: Settings): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // a private window: nothing is remembered
  }
}
