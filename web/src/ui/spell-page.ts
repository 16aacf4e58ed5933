import { FASTEST, NotSpelledError, type Plan, SLOWEST, spell, USUAL_SPEED } from "../core/avatar/plan";
import type { Texts } from "../i18n";
import { click, element, setText } from "./elements";
import type { HandPlayer } from "./hand-player";
import { type Settings, type Skin, save } from "./settings";

/** Letters a second that may be chosen, at most. */
const QUICKEST = 5;

/** Spells what is written with a hand. */
export class SpellPage {
  constructor(
    private readonly settings: Settings,
    private texts: Texts,
    private readonly player: HandPlayer,
  ) {
    const speed = element<HTMLInputElement>("signing-speed");
    [speed.min, speed.max, speed.step] = [String(SLOWEST), String(Math.min(FASTEST, QUICKEST)), "0.25"];
    speed.value = String(settings.signingSpeed);
    element("signing-form").addEventListener("submit", (event) => (event.preventDefault(), this.begin()));
    speed.addEventListener("change", () => {
      this.settings.signingSpeed = Number(speed.value);
      save(this.settings);
      this.tellSpeed();
    });
    const skin = element<HTMLSelectElement>("skin");
    skin.value = settings.skin;
    skin.addEventListener("change", () => {
      this.settings.skin = skin.value as Skin;
      save(this.settings);
      player.skinChanged();
    });
    click("signing-stop", () => player.stop());
    click("letter-before", () => this.step(-1));
    click("letter-after", () => this.step(1));
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
    this.tellSpeed();
  }

  /** Shows the first letter of what is written. */
  open(): void {
    this.player.look("viewer");
    if (!this.player.isPlaying) this.step(Number.NEGATIVE_INFINITY);
  }

  /** Spells what is written, from its first letter. */
  private begin(): void {
    const plan = this.plan();
    if (plan !== null) this.player.play(plan);
  }

  private plan(): Plan | null {
    const text = element<HTMLInputElement>("to-spell").value;
    const plan = planned(text, this.settings.signingSpeed, this.player, "signing-notice", this.texts);
    if (plan === null) this.player.stop();
    return plan;
  }

  /** Shows one letter, the next or the one before, and stays there. */
  private step(by: number): void {
    const { text } = this.player.plan;
    const plan = this.plan();
    if (plan === null) return;
    const now = plan.text === text ? plan.letters.findLastIndex(({ begins }) => begins <= this.player.at) : -1;
    const letter = plan.letters[Math.min(Math.max(now + by, 0), plan.letters.length - 1)];
    if (letter !== undefined) this.player.show(plan, (letter.begins + letter.ends) / 2);
  }

  private tellSpeed(): void {
    const speed = this.settings.signingSpeed || USUAL_SPEED;
    setText("signing-pace", `${speed} ${this.texts.lettersASecond}`);
  }
}

/** The plan of a text for the hand that is shown; null, and a notice, where it cannot be spelled. */
export function planned(text: string, speed: number, player: HandPlayer, notice: string, texts: Texts): Plan | null {
  try {
    const plan = spell(text, speed, player.side);
    setText(notice, "");
    return plan;
  } catch (error) {
    if (!(error instanceof NotSpelledError)) throw error;
    const { character } = error;
    setText(notice, character === "" ? texts.nothingToSpell : `${texts.cannotSpell}: ${character}`);
    return null;
  }
}
