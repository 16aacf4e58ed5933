import signs from "../../generated/signs.json";
import type { Matcher } from "./matcher";
import { normalise, raised, type SignFrame, shoulders } from "./sequence";

const { least_s, most_s, rest_s, pause_s, again_s, still, measured_s, wait_s } = signs.spotting;

/** A sign that was seen; times in seconds, `time` is when it was decided. */
export interface Spotted {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly time: number;
  readonly similarity: number;
}

/** Finds signs frame by frame; it knows only the past, and keeps a few seconds of it: `signread.signs.spotter`. */
export class Spotter {
  private frames: SignFrame[] = [];
  private moments: number[] = [];
  private hits: Spotted[] = [];
  private raisedAt = 0;
  private pausedAt: number | null = null;
  private stillSince: number | null = null;

  constructor(private readonly matcher: Matcher) {}

  get isSigning(): boolean {
    return this.moments.length > 0;
  }

  /** What a frame adds to what was signed, in the order of signing; mostly nothing. */
  async add(frame: SignFrame): Promise<Spotted[]> {
    const { time } = frame;
    this.frames.push(frame);
    while ((this.frames[0]?.time ?? time) < time - most_s - wait_s) this.frames.shift();
    const recent = this.frames.filter((one) => one.time >= time - rest_s);
    if (raised(recent).at(-1)) {
      this.raisedAt = time;
      if (!this.isSigning) {
        this.moments.push(time);
        this.stillSince = this.pausedAt = null;
      }
    } else if (this.isSigning && time - this.raisedAt >= rest_s) return this.end(time);
    if (this.isSigning) await this.notePause(time, recent);
    return this.settled(time, time - wait_s);
  }

  private async end(time: number): Promise<Spotted[]> {
    await this.compare(this.raisedAt, time);
    this.moments = [];
    const settled = this.settled(time, time);
    this.hits = [];
    return settled;
  }

  private async notePause(time: number, recent: readonly SignFrame[]): Promise<void> {
    if (speed(recent, time) >= still) {
      if (this.pausedAt !== null) this.moments.push(time); // a sign may begin where a pause ends
      this.stillSince = this.pausedAt = null;
      return;
    }
    this.stillSince ??= time;
    const waited = time - (this.pausedAt ?? this.stillSince);
    if (waited >= (this.pausedAt === null ? pause_s : again_s)) {
      await this.compare(time, time);
      this.moments.push(time);
      this.pausedAt = time;
    }
  }

  /** Notes what the stretch from any moment before to `end` may be. */
  private async compare(end: number, time: number): Promise<void> {
    this.moments = this.moments.filter((one) => end - one <= most_s);
    if (this.moments.length === 0) this.moments.push(end);
    const stretches = this.moments.flatMap((begin) => {
      if (end - begin < least_s) return [];
      const sample = normalise(this.frames.filter((one) => one.time >= begin && one.time <= end));
      return sample === null ? [] : [{ begin, sample }];
    });
    const matches = await this.matcher.match(stretches.map(({ sample }) => sample));
    matches.forEach(({ name, similarity, needed }, number) => {
      const begin = stretches[number]?.begin ?? end;
      if (name !== null && similarity >= needed) this.hits.push({ name, begin, end, time, similarity });
    });
  }

  /** The most similar of what overlaps, where that ended before a time; they are not looked for again. */
  private settled(time: number, before: number): Spotted[] {
    const best: Spotted[] = [];
    for (const hit of this.hits.toSorted((a, b) => b.similarity - a.similarity))
      if (!best.some((other) => hit.begin < other.end && other.begin < hit.end)) best.push(hit);
    const settled = best.filter(({ end }) => end <= before).sort((a, b) => a.begin - b.begin);
    if (settled.length > 0) {
      const last = Math.max(...settled.map(({ end }) => end));
      this.hits = this.hits.filter(({ begin }) => begin >= last);
      const left = this.moments.filter((one) => one >= last);
      this.moments = left.length > 0 || !this.isSigning ? left : [last];
    }
    return settled.map((one) => ({ ...one, time }));
  }
}

/** Shoulder widths a second of the quicker wrist, of those that were seen then and now. */
function speed(recent: readonly SignFrame[], time: number): number {
  const frames = recent.filter((one) => one.time >= time - measured_s);
  const [first, last, measured] = [frames[0], frames.at(-1), shoulders(recent)];
  if (!first || !last || last.time <= first.time || measured === null) return Infinity;
  const moved = [0, 1].flatMap((side) => {
    const [before, now] = [first.hands[side]?.[0], last.hands[side]?.[0]];
    return before && now ? [Math.hypot(now[0] - before[0], now[1] - before[1])] : [];
  });
  return moved.length === 0 ? Infinity : Math.max(...moved) / measured.width / (last.time - first.time);
}
