import { describe, expect, it } from "vitest";
import { LETTERS } from "../src/core/avatar/plan";
import { hintFor, THUMBS } from "../src/core/learning/hints";
import {
  ALPHABET,
  choose,
  isKnown,
  LESSONS,
  lessonOf,
  nextSpeed,
  type PracticeRecord,
  WORDS,
  weakest,
} from "../src/core/learning/lessons";
import { checked } from "../src/ui/settings";

const known = (letters: string): PracticeRecord =>
  Object.fromEntries([...letters].map((letter) => [letter, { asked: 2, missed: 0 }]));

describe("what is asked for", () => {
  it("is every letter, never twice in a row", () => {
    const asked = new Set<string>();
    for (let last = ""; asked.size < ALPHABET.length; ) {
      const next = choose(ALPHABET, {}, last);
      expect(next).not.toBe(last);
      asked.add((last = next));
    }
  });

  it("is more often what goes wrong, and less what goes well", () => {
    const record = { M: { asked: 8, missed: 8 }, B: { asked: 40, missed: 0 } };
    const count: Record<string, number> = {};
    for (let turn = 0; turn < 6000; turn += 1) {
      const next = choose(ALPHABET, record, "");
      count[next] = (count[next] ?? 0) + 1;
    }
    expect(count["M"]! / count["A"]!).toBeGreaterThan(2.4); // 3.4 expected
    expect(count["B"]! / count["A"]!).toBeLessThan(0.2); // 0.05 expected
  });

  it("is named where it goes wrong most", () => {
    const practice = { A: { asked: 4, missed: 2 }, M: { asked: 4, missed: 4 }, B: { asked: 9, missed: 1 } };
    expect(weakest(practice)).toEqual(["M", "A"]);
  });
});

describe("lessons", () => {
  it("have every letter once, and words only letters", () => {
    expect([...LESSONS.join("")].sort()).toEqual(ALPHABET);
    expect(WORDS.join("")).toMatch(/^[A-Z]+$/);
    expect(new Set(WORDS).size).toBe(WORDS.length);
  });

  it("go on once all letters of one are known", () => {
    expect(lessonOf({})).toBe(0);
    expect(lessonOf(known("ABCLO"))).toBe(0);
    expect(lessonOf(known("ABCLOY"))).toBe(1);
    expect(lessonOf(known(ALPHABET.join("")))).toBe(LESSONS.length - 1);
    expect(lessonOf({ ...known("ABCLOY"), A: { asked: 4, missed: 3 } })).toBe(0);
    expect(isKnown({ A: { asked: 1, missed: 0 } }, "A")).toBe(false);
  });

  it("spell faster what is read, and slower what is not, within what a hand can do", () => {
    expect(nextSpeed(2, true, 0.25, 8)).toBeGreaterThan(2);
    expect(nextSpeed(2, false, 0.25, 8)).toBeLessThan(2);
    expect(nextSpeed(8, true, 0.25, 8)).toBe(8);
    expect(nextSpeed(0.25, false, 0.25, 8)).toBe(0.25);
  });
});

describe("hints", () => {
  const angles = (letter: string): number[][] => (LETTERS[letter]?.angles ?? []).map((digit) => [...digit]);
  const changed = (letter: string, digit: number, joint: number, by: number): number[][] => {
    const seen = angles(letter);
    seen[digit]![joint]! += by;
    return seen;
  };

  it("are none where a hand shows what it should", () => {
    for (const letter of ALPHABET) expect(hintFor(letter, angles(letter)), letter).toBe(null);
  });

  it("name the finger that is bent too little or too much", () => {
    expect(hintFor("L", changed("L", 2, 1, -90))).toEqual({ digit: "middle", change: "bend" });
    expect(hintFor("B", changed("B", 4, 1, 80))).toEqual({ digit: "little", change: "straighten" });
  });

  it("tell U, V and R apart", () => {
    expect(hintFor("V", angles("U"))).toEqual({ digit: "middle", change: "apart" });
    expect(hintFor("U", angles("V"))).toEqual({ digit: "middle", change: "together" });
    expect(hintFor("R", angles("V"))).toEqual({ digit: "middle", change: "cross" });
  });

  it("name the thumb, and where every letter wants it", () => {
    expect(hintFor("L", changed("L", 0, 0, -80))).toEqual({ digit: "thumb", change: "thumb" });
    expect(Object.keys(THUMBS).sort()).toEqual(Object.keys(LETTERS).sort());
  });
});

describe("settings", () => {
  it("are the usual ones where nothing good was kept", () => {
    const seen = { language: "en", theme: "auto", camera: "", hand: "either", aloud: false, practice: {} };
    const usual = { ...seen, signingSpeed: 2, readingSpeed: 1, skin: "medium", phrases: [] };
    const bad = {
      language: "xx",
      theme: 3,
      camera: null,
      hand: "foot",
      aloud: "yes",
      practice: { A: null, B: {}, "7": { asked: 1 }, C: [] },
      signingSpeed: 1e9,
      readingSpeed: "2",
      skin: "green",
      phrases: [1, null, "  "],
    };
    for (const kept of [null, 7, "x", [], {}, bad, { practice: null }]) expect(checked(kept)).toEqual(usual);
  });

  it("are kept as they were, counts within reason", () => {
    const good = {
      language: "zh-CN",
      theme: "dark",
      camera: "c",
      hand: "left",
      aloud: true,
      practice: { A: { asked: 3, missed: 1 } },
      signingSpeed: 0.5,
      readingSpeed: 2.5,
      skin: "tan",
      phrases: ["Thanks", "One moment"],
    };
    expect(checked(good)).toEqual(good);
    const many = Array.from({ length: 60 }, (_, number) => ` ${number % 55} `);
    expect(checked({ phrases: many }).phrases).toEqual(Array.from({ length: 50 }, (_, number) => String(number)));
    expect(checked({ practice: { A: { asked: 3, missed: 9 }, B: { asked: 1e300, missed: 0 } } }).practice).toEqual({
      A: { asked: 3, missed: 3 },
    });
  });
});
