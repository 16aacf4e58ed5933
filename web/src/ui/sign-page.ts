import { add, fromJson, merge, remove, SignError, toJson } from "../core/signs/book";
import type { Examples } from "../core/signs/matcher";
import { Said } from "../core/signs/said";
import { BODY_NUMBERS, HAND_NUMBERS, type Sample, STEPS } from "../core/signs/sequence";
import type { ReadsSigns, SignReading } from "../core/signs/sign-reader";
import { OUTLINE, POINT_COUNT } from "../core/skeleton";
import type { Texts } from "../i18n";
import { loadSigns, SIGN_PARTS } from "../worker/remote-signs";
import { button, click, element, setText, showLoading } from "./elements";

/** Examples of a sign that are recorded, one after the other. */
const TAKES = 3;
const KEPT = "signread.signs";
/** Of a sample's body: the nose; from wrist to wrist over elbows and shoulders. */
const HEAD = 0;
const ARMS = [[3, 1, 5, 6, 2, 4]] as const;
/** Shoulder widths that a replay shows, across and down. */
const SHOWN = 4;

/** One's own signs: records them, and reads them. */
export class SignPage {
  private book: Examples = new Map();
  private reader: ReadsSigns | null = null;
  private loading: Promise<ReadsSigns> | null = null;
  private recording: { readonly name: string; readonly takes: Sample[] } | null = null;
  private readonly said = new Said();
  private playing = 0;

  constructor(private texts: Texts) {
    element("record-form").addEventListener("submit", (event) => (event.preventDefault(), this.begin()));
    click("record-stop", () => this.end(""));
    click("signs-clear", () => (this.said.clear(), this.write()));
    click("signs-copy", () =>
      navigator.clipboard.writeText(String(this.said)).catch(() => this.tell(this.texts.notCopied)),
    );
    click("signs-export", () => this.export());
    click("signs-import", () => element<HTMLInputElement>("signs-file").click());
    element("signs-file").addEventListener("change", () => void this.import());
  }

  translate(texts: Texts): void {
    this.texts = texts;
    this.list();
  }

  open(): void {
    try {
      this.book = fromJson(localStorage.getItem(KEPT) ?? toJson(new Map()));
    } catch (error) {
      this.tell(this.why(error)); // what is kept stays as it is until something is recorded
    }
    this.list();
    this.write();
  }

  leave(): void {
    if (this.recording !== null) this.end("");
  }

  /** The reader of signs, loaded when it is first needed. */
  async load(base: string): Promise<ReadsSigns> {
    this.loading ??= loadSigns(base, (done) => showLoading(done / SIGN_PARTS));
    try {
      this.reader = await this.loading;
      await this.reader.know(toJson(this.book));
      return this.reader;
    } catch (error) {
      this.loading = null;
      throw error;
    } finally {
      showLoading(null);
    }
  }

  /** What a frame showed. */
  show({ said, state, taken }: SignReading): void {
    if (said.length > 0) {
      this.said.add(said);
      this.write();
      const heard = said.map((event) => (event.kind === "sign" ? event.name : event.letter)).filter(Boolean);
      if (heard.length > 0) setText("signs-heard", heard.join(" "));
    }
    const { recording, texts } = this;
    if (recording === null || state === null) return;
    if (typeof taken === "string") this.tell(texts.recordTroubles[taken]);
    else if (taken !== null) {
      recording.takes.push(taken);
      this.replay(taken);
      if (recording.takes.length === TAKES) {
        this.keep(recording);
        return;
      }
    }
    setText("record-state", `${recording.takes.length} / ${TAKES}  ${texts.recordStates[state]}`);
  }

  private begin(): void {
    const input = element<HTMLInputElement>("sign-name");
    try {
      add(this.book, input.value, []);
    } catch (error) {
      this.tell(this.why(error));
      input.focus();
      return;
    }
    if (this.reader === null) {
      this.tell(this.texts.startFirst);
      return;
    }
    this.recording = { name: input.value, takes: [] };
    this.reader.record(true);
    element("record-stop").hidden = false;
    this.tell("");
  }

  private keep({ name, takes }: { readonly name: string; readonly takes: readonly Sample[] }): void {
    this.change(add(this.book, name, takes));
    element<HTMLInputElement>("sign-name").value = "";
    this.end(`${name}: ${this.texts.recorded}`);
  }

  private end(said: string): void {
    this.recording = null;
    this.reader?.record(false);
    element("record-stop").hidden = true;
    setText("record-state", "");
    this.tell(said);
  }

  private change(book: Examples): void {
    this.book = book;
    try {
      localStorage.setItem(KEPT, toJson(book));
    } catch {
      this.tell(this.texts.notKept);
    }
    void this.reader?.know(toJson(book));
    this.list();
  }

  private list(): void {
    const { texts } = this;
    const rows = [...this.book].map(([name, examples]) => {
      const row = document.createElement("li");
      const said = document.createElement("span");
      said.textContent = `${name} (${examples.length})`;
      const last = examples.at(-1);
      row.append(
        said,
        button(texts.replay, `${texts.replay}: ${name}`, () => last && this.replay(last)),
      );
      row.append(button(texts.remove, `${texts.remove}: ${name}`, () => this.change(remove(this.book, name))));
      return row;
    });
    element("sign-list").replaceChildren(...rows);
    element("signs-export").hidden = rows.length === 0;
  }

  private write(): void {
    setText("signed-text", String(this.said));
  }

  /** Plays an example as a skeleton, as a mirror shows it. */
  private replay({ hands, seen, body, duration }: Sample): void {
    const canvas = element<HTMLCanvasElement>("replay");
    const pen = canvas.getContext("2d");
    if (pen === null) return;
    canvas.hidden = false;
    cancelAnimationFrame(this.playing);
    const began = performance.now();
    const draw = (): void => {
      const part = Math.min((performance.now() - began) / 1000 / Math.max(duration, 0.1), 1);
      const step = Math.round(part * (STEPS - 1));
      const scale = canvas.width / SHOWN;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 2;
      pen.strokeStyle = getComputedStyle(canvas).color;
      const placed = (x = 0, y = 0): [number, number] => [
        canvas.width / 2 - scale * x,
        canvas.height * 0.45 + scale * y,
      ];
      const joint = (point: number): [number, number] => {
        const place = step * BODY_NUMBERS + 2 * point;
        return placed(body[place], body[place + 1]);
      };
      pen.globalAlpha = 0.4;
      pen.beginPath();
      pen.arc(...joint(HEAD), scale * 0.3, 0, 7);
      for (const line of ARMS) {
        pen.moveTo(...joint(line[0]));
        for (const point of line) pen.lineTo(...joint(point));
      }
      pen.stroke();
      pen.globalAlpha = 1;
      for (const side of [0, 1]) {
        if ((seen[2 * step + side] ?? 0) < 0.5) continue;
        const at = (point: number): [number, number] => {
          const place = step * HAND_NUMBERS + 2 * (side * POINT_COUNT + point);
          return placed(hands[place], hands[place + 1]);
        };
        for (const finger of OUTLINE) {
          pen.beginPath();
          for (const point of finger) pen.lineTo(...at(point));
          pen.stroke();
        }
      }
      if (part < 1) this.playing = requestAnimationFrame(draw);
    };
    draw();
  }

  private export(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([toJson(this.book)], { type: "application/json" }));
    link.download = "signs.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  private async import(): Promise<void> {
    const input = element<HTMLInputElement>("signs-file");
    const file = input.files?.[0];
    input.value = "";
    if (file === undefined) return;
    try {
      this.change(merge(this.book, fromJson(await file.text())));
      this.tell("");
    } catch (error) {
      this.tell(`${file.name}: ${this.why(error)}`);
    }
  }

  private why(error: unknown): string {
    return error instanceof SignError ? this.texts.signErrors[error.why] : String(error);
  }

  private tell(said: string): void {
    setText("signs-notice", said);
  }
}
