import { describe, expect, it } from "vitest";
import { Pace } from "../src/ui/pace";

describe("the pace", () => {
  it("rests on a slow machine, longer on a slower one, and no more once it is quick again", () => {
    const pace = new Pace();
    for (let frame = 0; frame < 100; frame += 1) expect(pace.add(0.05)).toBe(0);
    const rests = Array.from({ length: 60 }, () => pace.add(0.6));
    expect(rests[0]).toBe(0); // one slow frame is none yet
    expect(rests.at(-1)).toBeCloseTo(0.15, 2);
    const again = Array.from({ length: 60 }, () => pace.add(0.05));
    expect(again[0]).toBeGreaterThan(0);
    expect(again.at(-1)).toBe(0);
  });

  it("knows when too few frames come, and when they come again", () => {
    const pace = new Pace();
    const few = (count: number, interval: number, from: number): boolean[] =>
      Array.from({ length: count }, (_, number) => {
        pace.begin(from + number * interval);
        return pace.few;
      });
    expect(few(60, 1 / 30, 0)).not.toContain(true);
    expect(few(20, 0.5, 2.5).at(-1)).toBe(true);
    expect(few(60, 1 / 15, 12.5).at(-1)).toBe(false);
  });
});
