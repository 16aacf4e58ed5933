import type { Texts } from "../i18n";
import { button, click, element } from "./elements";
import { MOST_PHRASES, type Settings, save } from "./settings";

/** What the other person says often: kept in this browser, and said with one press. */
export class Phrases {
  constructor(
    private readonly settings: Settings,
    private texts: Texts,
    private readonly say: (phrase: string) => void,
  ) {
    click("phrase-keep", () => this.keep());
  }

  translate(texts: Texts): void {
    this.texts = texts;
    this.show();
  }

  private keep(): void {
    const written = element<HTMLInputElement>("answer-text");
    const phrase = written.value.trim();
    if (phrase === "") {
      written.focus();
      return;
    }
    this.change([phrase, ...this.settings.phrases.filter((one) => one !== phrase)].slice(0, MOST_PHRASES));
  }

  private change(phrases: string[]): void {
    this.settings.phrases = phrases;
    save(this.settings);
    this.show();
  }

  private show(): void {
    const rows = this.settings.phrases.map((phrase) => {
      const row = document.createElement("li");
      row.append(
        button(phrase, phrase, () => this.say(phrase)),
        button("×", `${this.texts.remove}: ${phrase}`, () => {
          this.change(this.settings.phrases.filter((one) => one !== phrase));
          element("phrase-keep").focus();
        }),
      );
      return row;
    });
    element("phrase-list").replaceChildren(...rows);
  }
}
