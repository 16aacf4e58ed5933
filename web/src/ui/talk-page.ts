import { Conversation } from "../core/conversation";
import type { Reading } from "../core/reader";
import type { Texts } from "../i18n";
import { click, element, mention, notice, setText } from "./elements";
import type { HandPlayer } from "./hand-player";
import { Listening } from "./listening";
import { Phrases } from "./phrases";
import type { Settings } from "./settings";
import { planned } from "./spell-page";
import type { TextPage } from "./text-page";

/** A talk: one signs and is read, the other writes or speaks and the hand spells it. */
export class TalkPage {
  private readonly talk = new Conversation();
  private listening: Listening | null = null;
  private readonly phrases: Phrases;

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
    private readonly player: HandPlayer,
    private readonly text: TextPage,
  ) {
    this.phrases = new Phrases(settings, texts, (phrase) => this.say(phrase));
    element("answer-back").addEventListener("submit", (event) => (event.preventDefault(), this.answer()));
    click("talk-stop", () => this.stop());
    click("talk-copy", () => this.copy());
    click("talk-save", () => this.save());
    click("talk-clear", () => (this.talk.clear(), this.show()));
    click("listen", () => this.listen());
    void Listening.find().then((found) => {
      this.listening = found;
      element("listen").hidden = found === null;
    });
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
    this.phrases.translate(texts);
    this.show();
  }

  open(): void {
    this.show();
    this.player.greet();
  }

  leave(): void {
    this.listening?.end();
    this.stop();
  }

  /** Takes up what was spelled; a sentence that ended becomes a turn. */
  write(reading: Reading): void {
    this.text.write(reading);
    if (reading.spelled.some(({ kind }) => kind === "line")) this.takeSigned();
  }

  private takeSigned(): void {
    this.talk.add("signed", this.text.take());
    this.show();
  }

  /** Takes up what the other wrote, and lets the hand spell it. */
  private answer(): void {
    const given = element<HTMLInputElement>("answer-text");
    this.say(given.value);
    if (given.value.trim() !== "") given.value = "";
  }

  private say(text: string): void {
    this.takeSigned();
    this.talk.add("written", text);
    const plan = planned(text, this.settings.signingSpeed, this.player, "talk-notice", this.texts);
    this.show();
    if (plan === null) return;
    element("talk-stop").hidden = false;
    this.player.play(plan, { ended: () => this.stop() });
  }

  private stop(): void {
    this.player.stop();
    element("talk-stop").hidden = true;
  }

  private listen(): void {
    const { listening, texts } = this;
    if (listening === null) return;
    if (listening.isOn) {
      listening.end();
      return;
    }
    const button = element("listen");
    button.setAttribute("aria-pressed", "true");
    listening.begin(
      (heard) => (element<HTMLInputElement>("answer-text").value = heard),
      (failed) => {
        button.setAttribute("aria-pressed", "false");
        setText("talk-notice", failed ? texts.notHeard : "");
        if (!failed) this.answer();
      },
    );
  }

  private show(): void {
    const { texts, talk } = this;
    const names = { signed: texts.signed, written: texts.written };
    const list = element("talk-list");
    list.replaceChildren(
      ...talk.turns.map(({ who, text }, number) => {
        const [turn, name, said] = ["li", "span", "p"].map((kind) => document.createElement(kind));
        if (!turn || !name || !said) throw new Error("no elements");
        turn.className = who;
        name.textContent = names[who];
        said.textContent = text;
        said.contentEditable = "true";
        said.setAttribute("role", "textbox");
        said.setAttribute("aria-label", `${names[who]}, ${texts.canBeEdited}`);
        said.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), said.blur()));
        said.addEventListener("blur", () => {
          talk.edit(number, said.textContent ?? "");
          if (talk.turns[number]?.text !== said.textContent) this.show();
        });
        turn.append(name, said);
        return turn;
      }),
    );
    list.scrollTop = list.scrollHeight;
    element("talk-empty").hidden = talk.turns.length > 0;
    element("talk-tools").hidden = talk.turns.length === 0;
    this.text.before = talk.turns.at(-1)?.text ?? "";
  }

  private toText(): string {
    return this.talk.toText({ signed: this.texts.signed, written: this.texts.written });
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.toText());
      mention(this.texts.copied);
    } catch {
      notice(this.texts.notCopied);
    }
  }

  private save(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.toText()], { type: "text/plain;charset=utf-8" }));
    link.download = "signread.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
