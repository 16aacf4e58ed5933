import { FASTEST, type Side, SLOWEST, spell } from "../core/avatar/plan";
import { type Angles, type Hint, hintFor, THUMBS } from "../core/learning/hints";
import { ALPHABET, choose, isKnown, LESSONS, lessonOf, nextSpeed, WORDS, weakest } from "../core/learning/lessons";
import type { Reading } from "../core/reader";
import type { Texts } from "../i18n";
import { click, element, setText } from "./elements";
import type { HandPlayer } from "./hand-player";
import { type Settings, save } from "./settings";

/** Milliseconds for which it stands that a task is done. */
const SHOWN = 900;
/** Milliseconds for which a hand shows something else before it is told what to change, and a hint stays. */
const WRONG = 1200;
const HINTED = 2500;
/** Of the angles of the last frames, how much one more frame counts. */
const NEW = 0.2;

/** `lessons`, `letters` and `words` are shown to the camera; `read` is shown by the hand. */
type Kind = "lessons" | "letters" | "words" | "read";

/** Asks for letters and words, shows them, and says at once what it saw and what to change; or spells, and asks what. */
export class LearnPage {
  private task = "";
  private done = 0;
  private missed = false;
  private next = 0;
  private isOpen = false;
  /** The learner's hand, as it was last seen. */
  private side: Side;
  private angles: number[][] | null = null;
  private wrongSince = 0;
  private hintedAt = 0;

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
    private readonly player: HandPlayer,
  ) {
    this.side = player.side;
    click("next", () => this.ask());
    click("again", () => this.showHand());
    click("forget", () => ((settings.practice = {}), save(settings), this.show()));
    element("ask").addEventListener("change", () => this.ask());
    element("answer-form").addEventListener("submit", (event) => (event.preventDefault(), this.answer()));
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
    setText("verdict", "");
    if (this.isOpen) this.show();
  }

  open(): void {
    this.isOpen = true;
    this.side = this.settings.hand === "either" ? this.side : this.player.side;
    this.player.close = true;
    if (this.task === "") this.ask();
    else this.show();
  }

  leave(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearTimeout(this.next);
    if (this.done === this.task.length) this.task = "";
    this.player.stop();
    this.player.close = this.player.secret = false;
  }

  private get kind(): Kind {
    return element<HTMLSelectElement>("ask").value as Kind;
  }

  /** Asks for something else. */
  ask(): void {
    clearTimeout(this.next);
    const { practice } = this.settings;
    const unfinished = this.task[this.done];
    if (unfinished !== undefined && this.missed) this.record(unfinished);
    const lesson = [...(LESSONS[lessonOf(practice)] ?? "A")];
    const choices = { lessons: lesson, letters: ALPHABET, words: WORDS, read: WORDS }[this.kind];
    this.task = choose(choices, practice, this.task);
    this.done = 0;
    this.missed = false;
    setText("verdict", "");
    element<HTMLInputElement>("answer").value = "";
    this.show();
  }

  private show(): void {
    const { task, done, texts, kind, settings } = this;
    if (task === "") return;
    const reads = kind === "read";
    element("answer-form").hidden = !reads;
    element("stage").hidden = reads && !element("welcome").hidden; // no camera is on unseen
    setText("hint", "");
    if (reads) setText("task", texts.whatSpelled);
    else {
      const asked = document.createElement("strong");
      asked.textContent = task[done] ?? task[task.length - 1] ?? "A";
      const before = task.length > 1 ? `${texts.spell} ${task}: ${task.slice(0, done)} ` : `${texts.show} `;
      element("task").replaceChildren(before, asked);
    }
    this.showLesson();
    const weak = weakest(settings.practice);
    setText("weak", weak.length && !reads ? `${texts.weak}: ${weak.join(" ")}` : "");
    this.showHand();
  }

  /** The letters of the lesson, and which of them are known. */
  private showLesson(): void {
    const place = element("lesson");
    place.hidden = this.kind !== "lessons";
    if (place.hidden) return;
    const { practice } = this.settings;
    const number = lessonOf(practice);
    const letters = [...(LESSONS[number] ?? "")].map((letter) => {
      const made = document.createElement("li");
      made.textContent = isKnown(practice, letter) ? `${letter} ✓` : letter;
      made.className = isKnown(practice, letter) ? "known" : "";
      return made;
    });
    setText("lesson-number", `${this.texts.lesson} ${number + 1} / ${LESSONS.length}`);
    element("lesson-letters").replaceChildren(...letters);
  }

  /** The letter that is asked for as a mirror would show it, or the word to be read as others see it. */
  private showHand(): void {
    const { task, done, player, settings, kind, side } = this;
    player.secret = kind === "read";
    if (kind === "read") {
      player.close = false;
      player.play(spell(task, settings.readingSpeed, player.side));
      return;
    }
    player.close = true;
    const letter = task[done] ?? task[task.length - 1] ?? "A";
    const plan = spell(letter, 1, side === "right" ? "left" : "right");
    const shown = plan.letters[0];
    if (letter === "J" || letter === "Z") player.play(plan, { loops: true });
    else player.show(plan, ((shown?.begins ?? 0) + (shown?.ends ?? 0)) / 2, { sways: true });
  }

  /** Takes up what was seen and spelled. */
  judge(reading: Reading): void {
    if (this.kind === "read") return;
    this.advise(reading);
    for (const { kind, letter } of reading.spelled) {
      const asked = this.task[this.done];
      if (kind !== "letter" || asked === undefined) continue;
      const right = letter === asked;
      if (!right && letter === { J: "I", Z: "D" }[asked]) continue; // it begins so
      setText("verdict", right ? this.texts.well : `${this.texts.saw} ${letter}`);
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

  /** Says what to change in a hand that does not show what it should for a while. */
  private advise({ hand, letter, angles }: Reading): void {
    const asked = this.task[this.done];
    const now = performance.now();
    if (hand !== null && this.settings.hand === "either" && hand.handedness !== this.side) {
      this.side = hand.handedness;
      if (asked !== undefined) this.showHand();
    }
    if (hand === null || angles === null || asked === undefined || letter === asked) {
      [this.angles, this.wrongSince] = [null, now];
      if (now - this.hintedAt > HINTED || letter === asked) setText("hint", "");
      return;
    }
    const before = this.angles;
    this.angles = angles.map((digit, number) =>
      digit.map((angle, joint) => {
        const last = before?.[number]?.[joint] ?? angle;
        return last + NEW * (angle - last);
      }),
    );
    if (now - this.wrongSince < WRONG || now - this.hintedAt < HINTED) return;
    this.hintedAt = now;
    setText("hint", this.words(asked, hintFor(asked, this.angles as Angles)));
  }

  private words(letter: string, hint: Hint | null): string {
    if (hint === null) return "";
    const { texts } = this;
    if (hint.change === "thumb") return texts.thumbs[THUMBS[letter] ?? "holding"];
    return texts.changes[hint.change].replace("{finger}", texts.fingers[hint.digit]);
  }

  /** Takes up what somebody read. */
  private answer(): void {
    const given = element<HTMLInputElement>("answer");
    const said = given.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
    if (said === "" || this.done === this.task.length) return;
    const { settings, texts, task } = this;
    const right = said === task;
    settings.readingSpeed = nextSpeed(settings.readingSpeed, right, SLOWEST, FASTEST);
    save(settings);
    this.done = task.length;
    const speed = `${settings.readingSpeed.toFixed(1)} ${texts.lettersASecond}`;
    setText(
      "verdict",
      `${right ? texts.well : `${texts.itWas} ${task}.`} ${right ? texts.faster : texts.slower}: ${speed}`,
    );
    this.next = window.setTimeout(() => this.ask(), right ? 2 * SHOWN : 4 * SHOWN);
  }

  private record(letter: string): void {
    const record = (this.settings.practice[letter] ??= { asked: 0, missed: 0 });
    record.asked += 1;
    record.missed += this.missed ? 1 : 0;
    save(this.settings);
  }
}
