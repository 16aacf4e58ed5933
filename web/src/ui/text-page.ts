import { type Lexicon, likeliest } from "../core/language/correction";
import type { Reading } from "../core/reader";
import { asSpelled, Transcript } from "../core/transcript";
import { pause } from "../core/types";
import type { Texts } from "../i18n";
import { click, element, mention, notice } from "./elements";
import type { Settings } from "./settings";
import { say } from "./voice";

/** Shows what was spelled, suggests words, and says, copies and shares it. */
export class TextPage {
  private readonly text = new Transcript();
  lexicon: Lexicon | null = null;
  /** What is shown in large letters while nothing is being spelled. */
  before = "";

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
  ) {
    if ("speechSynthesis" in window) speechSynthesis.getVoices(); // some browsers look for them only when asked
    const big = element<HTMLDialogElement>("big-text");
    element("share").hidden = !("share" in navigator);
    click("space", () => this.space());
    click("backspace", () => (this.text.backspace(), this.show()));
    click("clear", () => (this.text.clear(), this.show()));
    click("undo", () => (this.text.undo(), this.show()));
    click("speak", () => this.say(String(this.text)));
    click("copy", () => this.copy());
    click("share", () => navigator.share({ text: String(this.text) }).catch(() => undefined));
    click("big", () => (big.showModal(), this.show()));
    click("big-close", () => big.close());
    click("big-round", () => {
      const turned = element("large").classList.toggle("round");
      element("big-round").setAttribute("aria-pressed", String(turned));
    });
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
  }

  /** Takes up what was spelled. */
  write({ spelled, tentative }: Reading): void {
    this.seems(tentative);
    if (spelled.length === 0) return;
    const { text, settings } = this;
    const growing = text.growing;
    text.add(spelled);
    const word = growing && !text.growing ? asSpelled(text.lastWord) : "";
    if (word !== "" && settings.aloud) void this.say(word);
    element("heard").textContent = word || spelled.map(({ letter }) => letter).join(" ");
    this.show();
  }

  /** Names what may yet be spelled; nothing once the camera stops. */
  seems(letters: readonly string[]): void {
    for (const place of [element("text"), element("large")]) place.dataset["tentative"] = letters.join("");
  }

  /** What was spelled so far, which is then gone from here. */
  take(): string {
    const text = this.text.take().trim();
    this.show();
    return text;
  }

  private space(): void {
    const { text, settings } = this;
    if (settings.aloud && text.growing) void this.say(asSpelled(text.lastWord));
    text.add([pause("space", performance.now() / 1000)]);
    this.show();
  }

  private show(): void {
    const { text, lexicon } = this;
    for (const place of [element("text"), element("large")]) {
      place.textContent = String(text) || (place.id === "large" ? this.before : "");
      place.scrollTop = place.scrollHeight;
    }
    const spelled = asSpelled(text.lastWord);
    const words = lexicon === null || spelled.length < 2 ? [] : likeliest(text.lastWord, lexicon);
    this.suggest(
      words.filter(({ word, probability }) => word !== spelled && probability > 0.02).map(({ word }) => word),
    );
  }

  private suggest(words: string[]): void {
    const place = element("suggestions");
    if (place.textContent === words.join("")) return; // a button that has the focus stays
    place.replaceChildren(
      ...words.map((word) => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = word;
        made.addEventListener("click", () => {
          this.text.replaceLastWord(word);
          element("text").focus();
          this.show();
        });
        return made;
      }),
    );
  }

  private async say(words: string): Promise<void> {
    const trouble = await say(words);
    if (trouble !== null) mention(this.texts[trouble]);
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(String(this.text));
      mention(this.texts.copied);
    } catch {
      notice(this.texts.notCopied);
    }
  }
}
