import { ENGLISH, type Texts } from "./en";
import { CHINESE } from "./zh";

export type { Texts } from "./en";
export type Language = "en" | "zh";
export const TEXTS: Readonly<Record<Language, Texts>> = { en: ENGLISH, zh: CHINESE };

/** What documents are marked with. */
const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

/** Writes the page in a language: `data-i18n` names a text, or an attribute and its text. */
export function translate(language: Language): Texts {
  const texts = TEXTS[language];
  document.documentElement.lang = TAGS[language];
  for (const place of document.querySelectorAll<HTMLElement>("[data-i18n]")) {
    const [first = "", second] = (place.dataset["i18n"] ?? "").split(":");
    if (second === undefined) place.textContent = texts[first as keyof Texts];
    else place.setAttribute(first, texts[second as keyof Texts]);
  }
  return texts;
}
