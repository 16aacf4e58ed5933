import { afterEach, describe, expect, it, vi } from "vitest";
import { checked, load, type Settings } from "../src/ui/settings";

const GOOD: Settings = {
  language: "zh-CN",
  theme: "dark",
  camera: "a1b2c3",
  hand: "left",
  aloud: true,
  practice: { A: { asked: 12, missed: 3 }, Z: { asked: 1, missed: 0 } },
  signingSpeed: 3.5,
  readingSpeed: 1.5,
  skin: "dark",
  phrases: ["One moment", "Thanks"],
};
const SPARE = [null, true, -1, 1e99, "", "__proto__", [], {}, [[]], { A: 1 }, { A: { asked: "1" } }];
const COUNT = 1000;

/** Numbers below a bound, the same each time (Park and Miller, 1988). */
function numbers(): (bound: number) => number {
  let state = 1;
  return (bound) => {
    state = (state * 48271) % 2147483647;
    return state % bound;
  };
}

/** What is stored after a piece of it was cut, doubled, put elsewhere, written over, or a value was exchanged. */
function damaged(random: (bound: number) => number): string {
  const text = JSON.stringify(GOOD);
  const [a = 0, b = 0] = [random(text.length), random(text.length)].sort((x, y) => x - y);
  switch (random(5)) {
    case 0:
      return text.slice(0, b);
    case 1:
      return text.slice(0, b) + text.slice(a);
    case 2:
      return text.slice(a, b) + text.slice(0, a) + text.slice(b);
    case 3:
      return text.slice(0, a) + String.fromCharCode(random(65536)) + text.slice(a + 1);
    default: {
      const names = Object.keys(GOOD);
      return JSON.stringify({ ...GOOD, [names[random(names.length)] ?? ""]: SPARE[random(SPARE.length)] });
    }
  }
}

describe("what the page remembers", () => {
  afterEach(() => vi.unstubAllGlobals());

  const stored = (text: string | null): Settings => {
    vi.stubGlobal("localStorage", { getItem: () => text });
    return load();
  };

  it("comes back as it was", () => {
    expect(stored(JSON.stringify(GOOD))).toEqual(GOOD);
  });

  it("is what the page can use, however it was damaged", () => {
    const random = numbers();
    const usual = stored(null);
    let changed = 0;
    for (let number = 0; number < COUNT; number += 1) {
      const settings = stored(damaged(random));
      expect(checked(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
      expect(Object.keys(settings)).toEqual(Object.keys(usual));
      for (const [letter, { asked, missed }] of Object.entries(settings.practice)) {
        expect(letter).toMatch(/^[A-Z]$/);
        expect(asked).toBeGreaterThan(0);
        expect(missed).toBeLessThanOrEqual(asked);
      }
      changed += JSON.stringify(settings) === JSON.stringify(GOOD) ? 0 : 1;
    }
    expect(changed).toBeGreaterThan(COUNT / 2);
  });
});
