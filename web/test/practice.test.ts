import { describe, expect, it } from "vitest";
import { ALPHABET, choose, weakest } from "../src/ui/practice";
import { checked, type PracticeRecord, type Settings } from "../src/ui/settings";

const settings = (practice: PracticeRecord): Settings => checked({ practice });

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
    expect(count["M"]! / count["A"]!).toBeGreaterThan(2.4); // 3.4 expected
    expect(count["B"]! / count["A"]!).toBeLessThan(0.2); // 0.05 expected
  });

  it("names what goes wrong most", () => {
    const practice = { A: { asked: 4, missed: 2 }, M: { asked: 4, missed: 4 }, B: { asked: 9, missed: 1 } };
    expect(weakest(settings(practice))).toEqual(["M", "A"]);
  });
});

describe("settings", () => {
  it("are the usual ones where nothing good was kept", () => {
    const seen = { language: "en", theme: "auto", camera: "", hand: "either", aloud: false, practice: {} };
    const usual = { ...seen, signingSpeed: 2, skin: "medium" };
    const bad = {
      language: "xx",
      theme: 3,
      camera: null,
      hand: "foot",
      aloud: "yes",
      practice: { A: null, B: {}, "7": { asked: 1 }, C: [] },
      signingSpeed: 1e9,
      skin: "green",
    };
    for (const kept of [null, 7, "x", [], {}, bad, { practice: null }]) expect(checked(kept)).toEqual(usual);
  });

  it("are kept as they were, counts within reason", () => {
    const good = {
      language: "zh",
      theme: "dark",
      camera: "c",
      hand: "left",
      aloud: true,
      practice: { A: { asked: 3, missed: 1 } },
      signingSpeed: 0.5,
      skin: "tan",
    };
    expect(checked(good)).toEqual(good);
    expect(checked({ practice: { A: { asked: 3, missed: 9 }, B: { asked: 1e300, missed: 0 } } }).practice).toEqual({
      A: { asked: 3, missed: 3 },
    });
  });
});
