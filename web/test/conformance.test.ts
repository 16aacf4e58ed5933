/** What Python writes into `conformance/` (`python -m tests.conformance.vectors`) is what the page does. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Plan, spell, spelledWords } from "../src/core/avatar/plan";
import { moved, poseAt } from "../src/core/avatar/pose";
import { type Lexicon, likeliest } from "../src/core/language/correction";
import { estimateNoise, NOISE_THRESHOLD, smooth } from "../src/core/noise";
import { cutPixels, grey } from "../src/core/recognition/crop";
import { add, fromJson, merge, SignError, toJson } from "../src/core/signs/book";
import { Matcher } from "../src/core/signs/matcher";
import { Mixing } from "../src/core/signs/mixing";
import { normalise, type Place2, type SignFrame, trimmed } from "../src/core/signs/sequence";
import { SignNet } from "../src/core/signs/sign-net";
import { Spotter } from "../src/core/signs/spotter";
import { extent } from "../src/core/skeleton";
import { SpellNet } from "../src/core/spelling/spell-net";
import { Speller } from "../src/core/spelling/speller";
import { FollowPolicy, type View } from "../src/core/tracking/policy";
import { Transcript } from "../src/core/transcript";
import { type Hand, type Handedness, NO_LETTER, type Points, pause, type SpelledEvent } from "../src/core/types";

const ROOT = join(import.meta.dirname, "../..");
const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, "conformance", `${name}.json`), "utf8")) as T;
const net = await SpellNet.load(readFileSync(join(ROOT, "src/signread/weights/spelling.onnx")));
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const bytes = (base64: string): number[] => [...Buffer.from(base64, "base64")];

type Waves = [width: number, height: number, across: number, down: number];

/** RGBA of `waves` of tests/conformance/vectors.py. */
function waves([width, height, across, down]: Waves): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let colour = 0; colour < 4; colour += 1)
        rgba[(y * width + x) * 4 + colour] =
          colour === 3 ? 255 : Math.abs(((across * x + down * y + 40 * colour) % 510) - 255);
  return rgba;
}

function speckled(rgba: Uint8ClampedArray, most: number): Uint8ClampedArray {
  let state = 1n;
  for (let at = 0; at < rgba.length; at += 4) {
    state = (1_103_515_245n * state + 12_345n) % 2n ** 31n;
    const noise = Number((state / 65_536n) % BigInt(2 * most + 1)) - most;
    for (let colour = 0; colour < 3; colour += 1) rgba[at + colour] = rgba[at + colour]! + noise;
  }
  return rgba;
}

/** 21 points whose box is the given one. */
function spread([left, top, width, height]: readonly [number, number, number, number]): [number, number, number][] {
  return Array.from({ length: 21 }, (_, place) => [
    Math.fround(left + (width * place) / 20),
    Math.fround(top + (height * place) / 20),
    0,
  ]);
}

function furthest(mine: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(mine.length).toBe(wanted.length);
  return Array.from(mine).reduce((most, value, place) => Math.max(most, Math.abs(value - (wanted[place] ?? NaN))), 0);
}

interface Signs {
  book: string;
  frames: [time: number, right: Points | null, left: Points | null, body: Points][];
  until: number;
  sample: { hands: number[][][][]; seen: number[][]; body: number[][][] };
  spotted: [name: string, begin: number, end: number, time: number][];
  mixed: {
    time: number;
    spotted: [name: string, begin: number, end: number, similarity: number][];
    spelled: [kind: "letter" | "space", begin: number, confidence: number][];
    signing: boolean;
    said: [kind: string, replaces: number][];
  }[];
}

describe("whole signs", async () => {
  const { book, frames, until, sample, spotted, mixed } = read<Signs>("signs");
  const signNet = await SignNet.load(readFileSync(join(ROOT, "src/signread/weights/signs.onnx")));
  const places = (points: Points | null): Place2[] | null => points?.map(([x, y]) => [x / 10, y / 10] as const) ?? null;
  const stream: SignFrame[] = frames.map(([time, right, left, body]) => ({
    time,
    hands: [places(right), places(left)],
    body: places(body),
  }));

  it("are normalised alike", () => {
    const mine = normalise(trimmed(stream.filter(({ time }) => time <= until)));
    const some = (values: Float32Array, size: number): number[] =>
      [...values].filter((_, at) => Math.floor(at / size) % 4 === 0);
    expect(furthest(some(mine?.hands ?? new Float32Array(), 84), sample.hands.flat(3))).toBeLessThan(2e-3);
    expect(furthest(some(mine?.body ?? new Float32Array(), 14), sample.body.flat(2))).toBeLessThan(2e-3);
    expect(furthest([...(mine?.seen ?? [])], sample.seen.flat())).toBeLessThan(2e-3);
  });

  it("are kept alike", () => {
    const mine = fromJson(book);
    expect(JSON.parse(toJson(mine))).toEqual(JSON.parse(book));
    expect([...merge(mine, mine)].map(([name, some]) => [name, some.length])).toEqual(
      [...mine].map(([name, some]) => [name, some.length]),
    );
    expect(() => fromJson(book.slice(0, -9))).toThrow(SignError);
    expect(() => fromJson('{"signread_signs": 99, "signs": []}')).toThrow("newerSigns");
    for (const [name, why] of [
      ["", "noName"],
      ["A", "letterName"],
      ["x".repeat(41), "longName"],
    ] as const)
      expect(() => add(mine, name, [])).toThrow(why);
  });

  it("are found alike", async () => {
    const spotter = new Spotter(await Matcher.of(signNet, fromJson(book)));
    const mine: unknown[] = [];
    for (const frame of stream)
      for (const { name, begin, end, time } of await spotter.add(frame))
        mine.push([name, ...[begin, end, time].map((seconds) => Math.round(seconds * 1000) / 1000)]);
    expect(mine).toEqual(spotted);
  });

  it("are told from letters alike", () => {
    const mixing = new Mixing();
    for (const { time, spotted, spelled, signing, said } of mixed) {
      const mine = mixing.add(
        time,
        spotted.map(([name, begin, end, similarity]) => ({ name, begin, end, time, similarity })),
        spelled.map(([kind, begin, confidence]) => ({ ...pause("space", time), kind, begin, confidence })),
        signing,
      );
      expect(mine.map(({ kind, replaces }) => [kind, replaces])).toEqual(said);
    }
  });
});

describe("the crop", () => {
  interface Vector {
    picture: Waves;
    box: [number, number, number, number];
    size: number;
    crop: string;
  }
  for (const { picture, box, size, crop } of read<Vector[]>("crop"))
    it(`of ${box} in ${picture[0]} x ${picture[1]}`, () => {
      const rgba = waves(picture);
      const part = (x: number, y: number, width: number, height: number): Uint8ClampedArray => {
        const found = new Uint8ClampedArray(width * height * 4);
        for (let row = 0; row < height; row += 1) {
          const begin = ((y + row) * picture[0] + x) * 4;
          found.set(rgba.subarray(begin, begin + width * 4), row * width * 4);
        }
        return found;
      };
      // OpenCV moves by 32nds of a pixel, so that a steep edge may differ by a few grey values.
      expect(furthest(cutPixels(picture[0], picture[1], spread(box), size, part), bytes(crop))).toBeLessThanOrEqual(4);
    });
});

describe("noise", () => {
  interface Vector {
    picture: Waves;
    speckle: number;
    noise: number;
    denoised: string | null;
  }
  for (const { picture, speckle, noise, denoised } of read<Vector[]>("noise"))
    it(`of ${speckle} grey values`, () => {
      const [width, height] = picture;
      const rgba = speckled(waves(picture), speckle);
      const top = Math.trunc(height / 4);
      const middle = rgba.subarray(top * width * 4, (height - top) * width * 4);
      const found = estimateNoise(grey(middle), width);
      expect(found).toBeCloseTo(noise, 3);
      expect(found > NOISE_THRESHOLD).toBe(denoised !== null);
      if (denoised === null) return;
      const rgb = [...smooth(rgba, width)].filter((_, place) => place % 4 !== 3);
      expect(furthest(rgb, bytes(denoised))).toBeLessThanOrEqual(1);
    });
});

describe("following a hand", () => {
  interface Frame {
    time: number;
    resized: boolean;
    shown: Record<string, number | [number, number]>;
    looks: { view: View; passes: number; near: number | null; part: number }[];
    hand: number | null;
  }
  const square = (shown: number | [number, number]): Hand => {
    const [size, left] = typeof shown === "number" ? [shown, 0] : shown;
    return { points: spread([left, 0, size, size]), handedness: left === 0 ? "right" : "left" };
  };
  for (const { name, frames } of read<{ name: string; frames: Frame[] }[]>("tracking"))
    it(name, () => {
      const policy = new FollowPolicy();
      for (const { time, resized, shown, looks, hand } of frames) {
        const steps = policy.steps(time, resized);
        const asked = [];
        let step = steps.next();
        while (step.done !== true) {
          const { view, passes, near, part } = step.value;
          asked.push({ view, passes, near: near && rounded(extent(near)), part });
          const size = view === "forget" ? undefined : shown[view === "part" ? `part ${part}` : view];
          step = steps.next(size === undefined ? null : square(size));
        }
        expect(asked).toEqual(looks);
        expect(step.value && rounded(extent(step.value.points))).toEqual(hand);
      }
    });
});

describe("decoding", () => {
  type Frame = [number, Record<string, number> | null, number[] | null, Handedness | null];
  interface Decoding {
    labels: string[];
    vectors: { name: string; frames: Frame[]; events: SpelledEvent[]; text: string; tentative: string[] }[];
  }
  const decoding = read<Decoding>("decoding");
  /** What SpellNet says differs in the last places from machine to machine. */
  const likely = (letter: string, value: number): number =>
    "JZ".includes(letter) ? Math.round(value * 1e3) / 1e3 : rounded(value);
  const written = (event: SpelledEvent): SpelledEvent => ({
    ...event,
    time: rounded(event.time),
    begin: rounded(event.begin),
    end: rounded(event.end),
    confidence: likely(event.letter, event.confidence),
    alternatives: event.alternatives
      .filter(({ probability }) => probability > 0)
      .map(({ letter, probability }) => ({ letter, probability: likely(letter, probability) })),
  });
  for (const { name, frames, events, text, tentative } of decoding.vectors)
    it(name, async () => {
      const speller = new Speller(decoding.labels, net);
      const seemed: string[] = [];
      const found: SpelledEvent[] = [];
      for (const [time, scores, flat, handedness] of frames) {
        const rest = scores && Math.max(1 - Object.values(scores).reduce((sum, value) => sum + value, 0), 0);
        const named: Record<string, number> | null = scores && {
          ...scores,
          [NO_LETTER]: (scores[NO_LETTER] ?? 0) + (rest ?? 0),
        };
        const probabilities = named && decoding.labels.map((label) => named[label] ?? 0);
        const points = flat && Array.from({ length: 21 }, (_, place) => [flat[2 * place], flat[2 * place + 1]]);
        found.push(...(await speller.add(time, probabilities, points as Points | null, handedness)));
        seemed.push(speller.tentative.join(""));
      }
      expect(seemed).toEqual(tentative);
      expect(found.map(written)).toEqual(events);
      const transcript = new Transcript();
      transcript.add(found);
      expect(String(transcript)).toBe(text);
    });

  it("refuses time that does not grow, and scores of other labels", async () => {
    const speller = new Speller(decoding.labels, net);
    await speller.add(1, null, null, null);
    await expect(speller.add(1, null, null, null)).rejects.toThrow("time must grow");
    await expect(new Speller(decoding.labels, net).add(0, [1], null, null)).rejects.toThrow(
      "expected 25 probabilities",
    );
  });
});

describe("correction", () => {
  const WORDS = join(ROOT, "web/public/words.json");
  interface Vector {
    letters: SpelledEvent[];
    suggestions: { word: string; probability: number }[];
  }
  it.skipIf(!existsSync(WORDS)).each(read<Vector[]>("correction"))(
    "of $letters.length letters: $suggestions.0.word",
    ({ letters, suggestions }) => {
      const lexicon = JSON.parse(readFileSync(WORDS, "utf8")) as Lexicon;
      const found = likeliest(letters, lexicon);
      expect(found[0]?.word).toBe(suggestions[0]?.word);
      for (const { word, probability } of suggestions.filter((one) => one.probability >= 0.02))
        expect(
          Math.abs((found.find((one) => one.word === word)?.probability ?? 0) - probability),
          word,
        ).toBeLessThanOrEqual(0.02);
    },
  );
});

describe("the hand that spells", () => {
  type Bone = [turn: number[][], shift: number[]];
  interface Vector {
    text: string;
    speed: number;
    plan: Plan;
    poses: { time: number; angles: number[][]; place: number[]; bones: Bone[] }[];
  }

  for (const { text, speed, plan, poses } of read<Vector[]>("avatar")) {
    const mine = spell(text, speed, plan.hand);

    it(`plans ${text}`, () => {
      const numbers = (of: Plan): number[] =>
        [of.duration, ...of.letters.flatMap(({ begins, ends }) => [begins, ends])].concat(
          of.keys.flatMap(({ time, lean, tip, turn, x, y, ajar }) => [time, lean, tip, turn, x, y, ajar]),
        );
      const words = (of: Plan): unknown[] => [
        of.text,
        of.letters.map(({ letter }) => letter),
        of.keys.map(({ handshape, even }) => [handshape, even]),
      ];
      expect(words(mine)).toEqual(words(plan));
      expect(furthest(numbers(mine), numbers(plan))).toBeLessThan(2e-4);
    });

    it(`poses ${text}`, () => {
      for (const { time, angles, place, bones } of poses) {
        const pose = poseAt(mine, time);
        expect(furthest(pose.angles.flat(), angles.flat())).toBeLessThan(0.05);
        expect(furthest(pose.place, place)).toBeLessThan(1e-3);
        const all = moved(pose).map(({ turn, shift }) => [...turn.flat(), ...shift]);
        expect(
          furthest(
            all.flat(),
            bones.flatMap(([turn, shift]) => [...turn.flat(), ...shift]),
          ),
        ).toBeLessThan(2e-3);
      }
    });
  }

  it("names what no hand can spell", () => {
    expect(spelledWords("Crème brûlée, Straße 24/7!")).toEqual(["CREME", "BRULEE", "STRASSE", "24", "7"]);
    expect(() => spell("ok 👍")).toThrow("👍");
    expect(() => spell("Привет")).toThrow("П");
    expect(() => spell(" ?! ")).toThrow("nothing");
  });
});
