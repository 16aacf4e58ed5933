import { describe, expect, it } from "vitest";
import { Said } from "../src/core/signs/said";
import { Transcript } from "../src/core/transcript";
import { pause, type SpelledEvent } from "../src/core/types";

const letter = (name: string, replaces = 0): SpelledEvent => ({
  ...pause("space", 0),
  kind: "letter",
  letter: name,
  confidence: 0.9,
  alternatives: [{ letter: name, probability: 0.9 }],
  replaces,
});

describe("the transcript", () => {
  it("is written, undone, replaced and cleared", () => {
    const text = new Transcript();
    text.add([letter("H"), letter("I"), letter("J", 1)]);
    expect(String(text)).toBe("HJ");
    expect(text.growing).toBe(true);
    text.add([pause("space", 0), pause("space", 0)]);
    expect(String(text)).toBe("HJ ");
    text.replaceLastWord("HEY");
    expect(String(text)).toBe("HEY ");
    text.add([pause("line", 0), letter("A")]);
    expect(String(text)).toBe("HEY\nA");
    text.backspace();
    text.backspace();
    expect(String(text)).toBe("HEY");
    text.clear();
    expect(String(text)).toBe("");
  });

  it("is not brought back once it is given away", () => {
    const text = new Transcript();
    text.add([letter("H"), letter("I")]);
    text.backspace();
    expect(text.take()).toBe("H");
    expect([text.undo(), String(text)]).toEqual([false, ""]);
  });
});

describe("what is signed and spelled", () => {
  const sign = (name: string, replaces = 0) =>
    ({ kind: "sign", name, begin: 0, end: 1, time: 1, confidence: 0.95, replaces }) as const;

  it("stands side by side, and a sign in the place of letters that were only seen in it", () => {
    const said = new Said();
    said.add([pause("line", 0), letter("H"), letter("I"), pause("space", 0), letter("X"), sign("my-name", 1)]);
    said.add([letter("A"), letter("N"), letter("N"), letter("A"), pause("space", 0), pause("line", 0)]);
    said.add([pause("line", 0), sign("thank-you"), sign("milk")]);
    expect(String(said)).toBe("HI my-name ANNA\nthank-you milk");
    said.clear();
    expect(String(said)).toBe("");
  });
});
