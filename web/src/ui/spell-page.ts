import { FASTEST, NotSpelledError, type Plan, type Side, SLOWEST, spell, USUAL_SPEED } from "../core/avatar/plan";
import { poseAt } from "../core/avatar/pose";
import type { Texts } from "../i18n";
import { click, element, setText } from "./elements";
import type { HandView } from "./hand-view";
import { type Settings, type Skin, save } from "./settings";

/** Milliseconds from one picture of the hand to the next: reading, where the camera is on, comes first. */
const PICTURE = 1000 / 30;
/** What is planned before anything is written. */
const RESTING = "A";

/** Spells what is written with a hand. */
export class SpellPage {
  private view: HandView | null = null;
  private loading: Promise<void> | null = null;
  private plan: Plan = spell(RESTING);
  /** Seconds of the plan that are over. */
  private at = 0;
  private playing = false;
  private looped = false;

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
  ) {
    const speed = element<HTMLInputElement>("signing-speed");
    [speed.min, speed.max, speed.step] = [String(SLOWEST), String(Math.min(FASTEST, 5)), "0.25"];
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
      if (this.view !== null) this.view.skin = this.settings.skin;
    });
    click("signing-stop", () => this.stop());
    click("letter-before", () => this.step(-1));
    click("letter-after", () => this.step(1));
    for (const who of ["viewer", "signer"] as const) click(`as-${who}`, () => this.look(who));
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
    this.tellSpeed();
  }

  /** Shows the hand; it is loaded the first time. */
  async open(): Promise<void> {
    if (this.view !== null) return this.draw();
    try {
      await (this.loading ??= this.load());
    } catch {
      this.loading = null; // the network may come back
      setText("signing-notice", this.texts.noHand);
    }
  }

  leave(): void {
    this.stop();
  }

  private async load(): Promise<void> {
    const { HandView } = await import("./hand-view");
    const view = await HandView.open(element<HTMLCanvasElement>("signing"), () => this.draw());
    view.skin = this.settings.skin;
    this.view = view;
    this.draw();
  }

  /** Spells what is written, from its first letter. */
  private begin(): void {
    if (!this.make()) return;
    this.at = 0;
    this.playing = true;
    this.run();
  }

  /** Plans what is written; says what cannot be spelled. */
  private make(): boolean {
    const hand: Side = this.settings.hand === "left" ? "left" : "right";
    try {
      this.plan = spell(element<HTMLInputElement>("to-spell").value, this.settings.signingSpeed, hand);
    } catch (error) {
      if (!(error instanceof NotSpelledError)) throw error;
      this.stop();
      const { character } = error;
      setText(
        "signing-notice",
        character === "" ? this.texts.nothingToSpell : `${this.texts.cannotSpell}: ${character}`,
      );
      return false;
    }
    setText("signing-notice", "");
    return true;
  }

  private stop(): void {
    this.playing = false;
  }

  /** Shows one letter, the next or the one before, and stays there. */
  private step(by: number): void {
    const { text } = this.plan;
    const at = this.at;
    if (!this.make()) return;
    this.stop();
    const now = this.plan.text === text ? this.plan.letters.findLastIndex(({ begins }) => begins <= at) : -1;
    const letter = this.plan.letters[Math.min(Math.max(now + by, 0), this.plan.letters.length - 1)];
    if (letter === undefined) return;
    this.at = (letter.begins + letter.ends) / 2;
    this.draw();
  }

  private look(who: "viewer" | "signer"): void {
    for (const one of ["viewer", "signer"]) element(`as-${one}`).setAttribute("aria-pressed", String(one === who));
    this.view?.lookAs(who);
  }

  private run(): void {
    if (this.looped) return;
    this.looped = true;
    let last = performance.now();
    let drawn = 0;
    const next = (now: number): void => {
      this.looped = this.playing;
      if (!this.playing) return;
      this.at += Math.min((now - last) / 1000, 0.25);
      last = now;
      if (this.at >= this.plan.duration) {
        this.at = this.plan.duration;
        this.playing = this.looped = false;
        this.draw();
        return;
      }
      if (now - drawn >= PICTURE - 4) {
        drawn = now;
        this.draw();
      }
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }

  private draw(): void {
    this.view?.draw(poseAt(this.plan, this.at), this.plan.hand);
    const number = this.plan.letters.findIndex(({ begins, ends }) => begins <= this.at && this.at <= ends);
    const shown = this.plan.letters[number];
    if (shown !== undefined) setText("signed-letter", shown.letter);
    else if (this.at === 0 || this.at >= this.plan.duration) setText("signed-letter", "");
  }

  private tellSpeed(): void {
    const speed = this.settings.signingSpeed || USUAL_SPEED;
    setText("signing-pace", `${speed} ${this.texts.lettersASecond}`);
  }
}
