import type { Reading } from "../core/reader";
import type { Texts } from "../i18n";
import { element } from "./elements";
import { choose, draw, weakest } from "./practice";
import { type Settings, save } from "./settings";

/** Milliseconds for which it stands that a task is done. */
const SHOWN = 900;

/** Asks for letters and words, and says at once what it saw. */
export class PracticePage {
  private task = "";
  private done = 0;
  private missed = false;
  private next = 0;

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
  ) {}

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
    element("verdict").textContent = "";
    this.show();
  }

  open(): void {
    if (this.task === "") this.ask();
  }

  leave(): void {
    clearTimeout(this.next);
    if (this.done === this.task.length) this.task = "";
  }

  /** Asks for something else. */
  ask(): void {
    clearTimeout(this.next);
    const unfinished = this.task[this.done];
    if (unfinished !== undefined && this.missed) this.record(unfinished);
    this.task = choose(element<HTMLSelectElement>("ask").value as "letters" | "words", this.settings, this.task);
    this.done = 0;
    this.missed = false;
    element("verdict").textContent = "";
    this.show();
  }

  show(): void {
    const { task, done, texts } = this;
    if (task === "") return;
    const letter = task[done] ?? task[task.length - 1] ?? "A";
    const asked = document.createElement("strong");
    asked.textContent = letter;
    const before = task.length > 1 ? `${texts.spell} ${task}: ${task.slice(0, done)} ` : `${texts.show} `;
    element("task").replaceChildren(before, asked);
    draw(element("viewer"), letter, false);
    draw(element("signer"), letter, true);
    const weak = weakest(this.settings);
    element("weak").textContent = weak.length ? `${texts.weak}: ${weak.join(" ")}` : "";
  }

  /** Takes up what was spelled. */
  judge({ spelled }: Reading): void {
    for (const { kind, letter } of spelled) {
      const asked = this.task[this.done];
      if (kind !== "letter" || asked === undefined) continue;
      const right = letter === asked;
      if (!right && letter === { J: "I", Z: "D" }[asked]) continue; // it begins so
      element("verdict").textContent = right ? this.texts.well : `${this.texts.saw} ${letter}`;
      if (!right) {
        this.missed = true;
        continue;
      }
      this.record(asked);
      this.missed = false;
      this.done += 1;
      if (this.done < this.task.length) this.show();
      else this.next = window.setTimeout(() => this.ask(), SHOWN);
    }
  }

  private record(letter: string): void {
    const record = (this.settings.practice[letter] ??= { asked: 0, missed: 0 });
    record.asked += 1;
    record.missed += this.missed ? 1 : 0;
    save(this.settings);
  }
}
