import signs from "../../generated/signs.json";
import { normalise, raised, type Sample, type SignFrame, trimmed } from "./sequence";

const { rest_s, least_s, most_s, fewest_seen } = signs.recording;

/** What is waited for: that the hands rest, that they sign, that they rest again. */
export type State = "rest" | "sign" | "signing";
/** Why a recording is no example. */
export type Trouble = "tooShort" | "tooLong" | "handsLost";

/** Records signs one after the other, from where the hands rest to where they rest again: `signread.signs.recording`. */
export class Recorder {
  state: State = "rest";
  private frames: SignFrame[] = [];
  private raisedAt = -Infinity;

  /** What a frame ends: an example, why what ended is none, or nothing. */
  add(frame: SignFrame): Sample | Trouble | null {
    const { time } = frame;
    this.frames.push(frame);
    while (time - (this.frames[0]?.time ?? time) > most_s + 2 * rest_s) this.frames.shift();
    const recent = this.frames.filter((one) => time - one.time <= rest_s);
    if (raised(recent).at(-1)) {
      this.raisedAt = time;
      if (this.state !== "rest") this.state = "signing";
      return null;
    }
    if (time - this.raisedAt < rest_s || frame.body === null) return null;
    const ended = this.state === "signing" ? exampleOf(this.frames) : null;
    if (this.state === "signing") this.frames = [];
    this.state = "sign";
    return ended;
  }
}

/** A recording of one sign as an example, or why it is none. */
export function exampleOf(frames: readonly SignFrame[]): Sample | Trouble {
  const kept = trimmed(frames);
  const [begin, end] = [kept[0]?.time ?? 0, kept.at(-1)?.time ?? 0];
  if (end - begin < least_s) return "tooShort";
  if (end - begin > most_s) return "tooLong";
  const seen = kept.filter(({ hands }) => hands.some((hand) => hand !== null)).length;
  return seen < fewest_seen * kept.length ? "handsLost" : (normalise(kept) ?? "handsLost");
}
