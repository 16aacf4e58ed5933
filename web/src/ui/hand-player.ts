import { type Plan, type Side, spell } from "../core/avatar/plan";
import { poseAt } from "../core/avatar/pose";
import type { Texts } from "../i18n";
import { click, element, setText } from "./elements";
import { GiveWay } from "./give-way";
import type { HandView } from "./hand-view";
import type { Settings } from "./settings";

/** Radians by which a hand that is looked at turns to and fro, and how fast. */
const SWAY = 0.5;
const SWAYS_A_SECOND = 0.11;
/** Milliseconds after which a WebGL context that was lost is not waited for. */
const LOST = 3000;
/** Milliseconds by which the plan goes on at most from one picture to the next. */
const LONGEST = 1000;
/** How many of the pictures of letters lie in a row. */
const ACROSS = 6;
/** A hand that is there, and spells nothing. */
const OPEN = spell("5");
const PICTURED = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];

/** Shows the hand that spells: a plan from begin to end, or one moment of it. Without WebGL, pictures of letters. */
export class HandPlayer {
  private view: HandView | null = null;
  private loading: Promise<void> | null = null;
  private shown: Plan = spell("A");
  private running = 0;
  private playing = false;
  private loops = false;
  private sways = false;
  private isClose = false;
  private isSecret = false;
  private clock = 0;
  private readonly way = new GiveWay();
  private ended: () => void = () => undefined;
  /** Seconds of the plan that are over. */
  at = 0;

  constructor(
    private readonly settings: Settings,
    private texts: Texts,
  ) {
    click("as-signer", () =>
      this.look(element("as-signer").getAttribute("aria-pressed") === "true" ? "viewer" : "signer"),
    );
    const canvas = element("signing");
    canvas.addEventListener("webglcontextlost", () => {
      setTimeout(() => this.view?.isLost && this.pictures(true), LOST);
    });
    canvas.addEventListener("webglcontextrestored", () => this.pictures(false));
  }

  /** Goes on in another language. */
  translate(texts: Texts): void {
    this.texts = texts;
  }

  get plan(): Plan {
    return this.shown;
  }

  /** Loads the hand the first time it is shown. */
  async open(): Promise<void> {
    if (this.view !== null) return this.draw();
    try {
      await (this.loading ??= this.load());
    } catch {
      this.loading = null; // the network may come back
      this.pictures(true);
      this.draw();
    }
  }

  private async load(): Promise<void> {
    const { HandView } = await import("./hand-view");
    this.view = await HandView.open(element<HTMLCanvasElement>("signing"), () => this.running === 0 && this.draw());
    this.view.skin = this.settings.skin;
    this.view.close = this.isClose;
    this.pictures(false);
    this.draw();
  }

  /** Whether pictures take the place of the hand. */
  private pictures(instead: boolean): void {
    element("signing").hidden = instead;
    element("signing-picture").hidden = !instead;
    element("as-signer").hidden = instead;
    setText("hand-notice", instead ? this.texts.noHand : "");
  }

  /** Plays a plan from its begin. */
  play(plan: Plan, { loops = false, ended = (): void => undefined } = {}): void {
    this.shown = plan;
    this.at = 0;
    this.playing = true;
    [this.loops, this.sways, this.ended] = [loops, false, ended];
    this.run();
  }

  /** Shows one moment of a plan. sways: whether the hand turns slowly to and fro meanwhile. */
  show(plan: Plan, at: number, { sways = false } = {}): void {
    this.shown = plan;
    this.at = at;
    this.playing = false;
    this.sways = sways && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.draw();
    if (this.sways) this.run();
  }

  /** Shows an open hand. */
  greet(): void {
    this.show(OPEN, OPEN.duration / 2);
  }

  stop(): void {
    this.playing = this.sways = false;
  }

  /** A frame of the camera was read, which comes before the hand. */
  frameRead(): void {
    this.way.frame(performance.now(), this.playing || this.sways);
  }

  get isPlaying(): boolean {
    return this.playing;
  }

  look(who: "viewer" | "signer"): void {
    element("as-signer").setAttribute("aria-pressed", String(who === "signer"));
    this.view?.lookAs(who);
  }

  /** Looks closely, at a hand that stays where it is. */
  set close(close: boolean) {
    this.isClose = close;
    if (this.view !== null) this.view.close = close;
  }

  /** Whether the letter that is shown is not told: it is asked for. */
  set secret(secret: boolean) {
    this.isSecret = secret;
    element("signed-letter").hidden = secret;
  }

  skinChanged(): void {
    if (this.view !== null) this.view.skin = this.settings.skin;
  }

  /** The hand that the settings name, right for either. */
  get side(): Side {
    return this.settings.hand === "left" ? "left" : "right";
  }

  /** Draws again and again, by a timer: waiting for each of the screen's pictures costs reading more than drawing does. */
  private run(): void {
    if (this.running !== 0) return;
    let last = performance.now();
    const next = (): void => {
      this.running = 0;
      if (!this.playing && !this.sways) return;
      const now = performance.now();
      const passed = Math.min(now - last, LONGEST) / 1000;
      last = now;
      this.clock += passed;
      if (this.playing) this.at += passed;
      const over = this.playing && this.at >= this.shown.duration;
      if (over) this.at = this.loops ? 0 : this.shown.duration;
      if (over && !this.loops) this.playing = false;
      this.draw();
      const took = performance.now() - now;
      if (over && !this.playing) this.ended();
      if (this.running === 0) this.running = window.setTimeout(next, Math.max(this.way.pause(now) - took, took, 1));
    };
    this.running = window.setTimeout(next, 0);
  }

  private draw(): void {
    const { shown, at } = this;
    const sway = this.sways ? SWAY * Math.sin(2 * Math.PI * SWAYS_A_SECOND * this.clock) : 0;
    this.view?.draw(poseAt(shown, at), shown.hand, sway);
    const number = shown.letters.findIndex(({ begins, ends }) => begins <= at && at <= ends);
    const { letter = "" } = shown.letters[number] ?? {};
    if (letter === "" && at > 0 && at < shown.duration) return; // between two letters the last one stays
    setText("signed-letter", shown === OPEN ? "" : letter);
    const place = PICTURED.indexOf(letter);
    const picture = element("signing-picture");
    picture.style.visibility = place < 0 ? "hidden" : "";
    picture.style.backgroundPosition = `${(place % ACROSS) * 20}% ${Math.floor(place / ACROSS) * 20}%`;
    picture.style.transform = shown.hand === "left" ? "scaleX(-1)" : "";
    picture.setAttribute("aria-label", this.isSecret ? this.texts.theHand : letter);
  }
}
