import { ENGLISH } from "./languages/en";

export type Texts = typeof ENGLISH;

/** A language of the page: one file in `languages`, named by its tag. name: as its speakers call it. */
export interface Language {
  readonly tag: string;
  readonly name: string;
  readonly texts: Texts;
}

const FILES = import.meta.glob<{ default: Language }>("./languages/*.ts", { eager: true });

export const LANGUAGES: readonly Language[] = Object.values(FILES)
  .map((file) => file.default)
  .sort((one, other) => one.name.localeCompare(other.name));

/** The language of a tag, or the nearest; English where there is none. */
export function languageOf(tag: string): Language {
  const [wanted = ""] = tag.toLowerCase().split("-");
  const found = LANGUAGES.find((one) => one.tag.split("-")[0] === wanted);
  return found ?? { tag: "en", name: "English", texts: ENGLISH };
}

/** Writes the page in a language: `data-i18n` names a text, or attributes and their texts, `label:text;other:text`. */
export function translate(tag: string): Texts {
  const language = languageOf(tag);
  document.documentElement.lang = language.tag;
  for (const place of document.querySelectorAll<HTMLElement>("[data-i18n]"))
    for (const pair of (place.dataset["i18n"] ?? "").split(";")) {
      const [first = "", second] = pair.split(":");
      const text = String(language.texts[(second ?? first) as keyof Texts]);
      if (second === undefined) place.textContent = text;
      else place.setAttribute(first, text);
    }
  return language.texts;
}
