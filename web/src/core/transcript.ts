import type { SpelledEvent } from "./types";

/** How many changes can be taken back. */
const REMEMBERED = 100;

export type Word = readonly SpelledEvent[];

/** What has been spelled so far, and what its writer changes in it; see `signread.transcript.Transcript`. */
export class Transcript {
  private events: SpelledEvent[] = [];
  /** What it was before its writer changed it, the latest last. */
  private before: SpelledEvent[][] = [];

  add(events: readonly SpelledEvent[]): void {
    for (const event of events) {
      const last = this.events.at(-1);
      if (event.kind === "letter") {
        for (let left = event.replaces; left > 0; left -= 1) {
          const gone = this.events.at(-1);
          if (gone?.kind !== "letter" || gone.begin < event.begin) break;
          this.events.pop();
        }
        this.events.push(event);
      } else if (last?.kind === "letter") this.events.push(event);
      else if (last?.kind === "space" && event.kind === "line") this.events[this.events.length - 1] = event;
    }
  }

  backspace(): void {
    this.remember();
    this.events.pop();
  }

  clear(): void {
    this.remember();
    this.events = [];
  }

  /** Gives the text away: it is gone from here, and no undo brings it back. */
  take(): string {
    const text = String(this);
    [this.events, this.before] = [[], []];
    return text;
  }

  /** Takes back the last change by its writer; what was spelled since goes, too. Whether there was one. */
  undo(): boolean {
    const before = this.before.pop();
    this.events = before ?? this.events;
    return before !== undefined;
  }

  private remember(): void {
    if (this.events.length === 0) return;
    this.before.push([...this.events]);
    if (this.before.length > REMEMBERED) this.before.shift();
  }

  /** The letters of the last word, finished or not. */
  get lastWord(): Word {
    const end = this.events.at(-1)?.kind === "letter" ? this.events.length : this.events.length - 1;
    let begin = end;
    while (begin > 0 && this.events[begin - 1]?.kind === "letter") begin -= 1;
    return this.events.slice(Math.max(begin, 0), Math.max(end, 0));
  }

  /** Whether the last word is still being spelled. */
  get growing(): boolean {
    return this.events.at(-1)?.kind === "letter";
  }

  /** Writes a word in the place of the last one. */
  replaceLastWord(word: string): void {
    const { lastWord, growing } = this;
    const first = lastWord[0];
    if (first === undefined) return;
    this.remember();
    const end = this.events.length - (growing ? 0 : 1);
    const letters = [...word].map((letter) => ({
      ...first,
      letter,
      confidence: 1,
      alternatives: [{ letter, probability: 1 }],
      replaces: 0,
    }));
    this.events.splice(end - lastWord.length, lastWord.length, ...letters);
  }

  toString(): string {
    return this.events.map(({ kind, letter }) => (kind === "letter" ? letter : kind === "space" ? " " : "\n")).join("");
  }
}

export function asSpelled(word: Word): string {
  return word.map(({ letter }) => letter).join("");
}
