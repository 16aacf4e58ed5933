import { describe, expect, it } from "vitest";
import golden from "../../tests/spelling/golden.json";
import { NO_LETTER, type Points, type SpelledEvent } from "../src/spelling/events";
import { Speller } from "../src/spelling/speller";
import { Text } from "../src/spelling/text";

type Frame = [number, Record<string, number> | null, number[] | null, number];

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function asWritten(event: SpelledEvent): unknown {
  const { kind, time, letter, begin, confidence, alternatives, replaces } = event;
  return {
    kind,
    time: rounded(time),
    letter,
    begin: rounded(begin),
    confidence: rounded(confidence),
    alternatives: alternatives.filter(([, value]) => value > 0).map(([name, value]) => [name, rounded(value)]),
    replaces,
  };
}

describe("the golden vectors of Python", () => {
  for (const vector of golden.vectors)
    it(vector.name, () => {
      const speller = new Speller(golden.letters);
      const events = (vector.frames as unknown as Frame[]).flatMap(([time, scores, flat, handedness]) => {
        const rest = scores && Math.max(1 - Object.values(scores).reduce((sum, value) => sum + value, 0), 0);
        const named: Record<string, number> | null = scores && { ...scores, [NO_LETTER]: (scores[NO_LETTER] ?? 0) + (rest ?? 0) };
        const probabilities = named && golden.letters.map((name) => named[name] ?? 0);
        const points = flat && Array.from({ length: 21 }, (_, place) => [flat[2 * place], flat[2 * place + 1]]);
        return speller.add(time, probabilities, points as Points | null, handedness);
      });
      expect(events.map(asWritten)).toEqual(vector.events);
    });
});

describe("what is no stream", () => {
  it("is time that does not grow", () => {
    const speller = new Speller(golden.letters);
    speller.add(1, null, null, 0);
    expect(() => speller.add(1, null, null, 0)).toThrow("time must grow");
  });
  it("is scores of another alphabet", () => {
    expect(() => new Speller(golden.letters).add(0, [1], null, 0)).toThrow("expected 25 probabilities");
  });
});

describe("the text", () => {
  const letter = (name: string, replaces = 0): SpelledEvent => ({
    kind: "letter", time: 0, letter: name, begin: 0, confidence: 0.9, alternatives: [[name, 0.9]], replaces,
  });
  it("is written, undone, replaced and cleared", () => {
    const text = new Text();
    text.add([letter("H"), letter("I"), letter("J", 1)]);
    expect(String(text)).toBe("HJ");
    expect(text.growing).toBe(true);
    text.add([{ ...letter(""), kind: "space" }, { ...letter(""), kind: "space" }]);
    expect(String(text)).toBe("HJ ");
    text.replaceLastWord("HEY");
    expect(String(text)).toBe("HEY ");
    text.add([{ ...letter(""), kind: "line" }, letter("A")]);
    expect(String(text)).toBe("HEY\nA");
    text.backspace();
    text.backspace();
    expect(String(text)).toBe("HEY");
    text.clear();
    expect(String(text)).toBe("");
  });
});
