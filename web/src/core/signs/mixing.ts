import signs from "../../generated/signs.json";
import { pause, type SpelledEvent } from "../types";
import type { Spotted } from "./spotter";

const { line_s, remembered, spelled: letters_of_word, sure, before_s, surely_signed } = signs.mixing;

/** A sign that was meant; `replaces` is how many letters before it were only seen in it. */
export interface SignEvent extends Omit<Spotted, "similarity"> {
  readonly kind: "sign";
  readonly confidence: number;
  readonly replaces: number;
}

export type SaidEvent = SpelledEvent | SignEvent;

/** Decides of each letter and each sign whether it was meant: `signread.signs.decoder.Mixing`. */
export class Mixing {
  private letters: SpelledEvent[] = [];
  private sureLetters: SpelledEvent[] = [];
  private signedUntil: number | null = null;
  private quietSince = 0;

  /** What is said, of what was spotted and spelled in a frame. signing: whether a hand is raised. */
  add(time: number, spotted: readonly Spotted[], spelled: readonly SpelledEvent[], signing: boolean): SaidEvent[] {
    const surely = spelled.filter(({ kind, confidence }) => kind === "letter" && confidence >= sure);
    this.sureLetters = [...this.sureLetters, ...surely].slice(-remembered);
    const said: SaidEvent[] = spotted.filter((one) => !this.isSpelled(one)).map((one) => this.sign(one));
    for (const event of spelled.filter((one) => !this.isOfSign(one))) {
      said.push(event);
      if (event.kind === "letter") {
        this.letters = [...this.letters, event].slice(-remembered);
        this.signedUntil = null;
      } else this.letters = [];
    }
    if (signing) this.quietSince = time;
    if (this.signedUntil !== null && time - this.quietSince >= line_s) {
      said.push(pause("line", time));
      this.signedUntil = null;
    }
    return said;
  }

  /** Whether a letter seemed to be spelled within a sign that has been read. */
  private isOfSign({ kind, begin }: SpelledEvent): boolean {
    return kind === "letter" && this.signedUntil !== null && begin < this.signedUntil;
  }

  /** Whether a stretch that resembles a sign lies within a word that is spelled. */
  private isSpelled({ begin, similarity }: Spotted): boolean {
    const letters = this.sureLetters.filter(({ time }) => time >= begin - before_s);
    return letters.length >= letters_of_word && similarity < surely_signed;
  }

  private sign({ similarity, ...spotted }: Spotted): SignEvent {
    let replaces = 0;
    while ((this.letters.at(-1 - replaces)?.begin ?? -Infinity) >= spotted.begin) replaces += 1;
    this.letters = [];
    this.signedUntil = spotted.end;
    return { kind: "sign", ...spotted, confidence: Math.min(Math.max(similarity, 0), 1), replaces };
  }
}
