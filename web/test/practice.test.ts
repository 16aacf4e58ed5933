import { describe, expect, it } from "vitest";
import { ALPHABET, choose, weakest } from "../src/practice";
import type { Settings } from "../src/settings";

const settings = (practice: Settings["practice"]): Settings =>
  ({ language: "en", theme: "auto", camera: "", hand: "either", aloud: false, practice });

describe("practice", () => {
  it("asks for every letter, never twice in a row", () => {
    const asked = new Set<string>();
    for (let last = ""; asked.size < ALPHABET.length; ) {
      const next = choose("letters", settings({}), last);
      expect(next).not.toBe(last);
      asked.add((last = next));
    }
  });

  it("asks more often for what goes wrong, and less for what goes well", () => {
    const known = settings({ M: { asked: 8, missed: 8 }, B: { asked: 40, missed: 0 } });
    const count: Record<string, number> = {};
    for (let turn = 0; turn < 6000; turn += 1) {
      const next = choose("letters", known, "");
      count[next] = (count[next] ?? 0) + 1;
    }
    expect(count["M"]! / count["A"]!).toBeGreaterThan(1.4); // 1.8 expected
    expect(count["B"]! / count["A"]!).toBeLessThan(0.2); // 0.05 expected
  });

  it("names what goes wrong most", () => {
    const practice = { A: { asked: 4, missed: 1 }, M: { asked: 4, missed: 4 }, B: { asked: 9, missed: 0 } };
    expect(weakest(settings(practice))).toEqual(["M", "A"]);
  });
});
