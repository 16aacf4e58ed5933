import { describe, expect, it } from "vitest";
import { GiveWay, SOON } from "../src/ui/give-way";

/** So many frames, so many milliseconds apart. */
function frames(way: GiveWay, from: number, count: number, apart: number, drawing: boolean): number {
  for (let number = 1; number <= count; number += 1) way.frame(from + number * apart, drawing);
  return from + count * apart;
}

describe("the hand", () => {
  it("is drawn as often as it can be where nothing is read", () => {
    expect(new GiveWay().pause(0)).toBe(SOON);
  });

  it("gives way while frames are read later than without it, and comes back", () => {
    const way = new GiveWay();
    let time = frames(way, 0, 60, 66, false);
    time = frames(way, time, 60, 150, true);
    const slow = way.pause(time);
    expect(slow).toBeGreaterThan(300);
    time = frames(way, time, 400, 66, true);
    expect(way.pause(time)).toBeLessThan(slow / 4);
    expect(way.pause(time + 10_000)).toBe(SOON);
  });

  it("takes a slow machine for what it is", () => {
    const way = new GiveWay();
    let time = frames(way, 0, 100, 250, false);
    time = frames(way, time, 100, 260, true);
    expect(way.pause(time)).toBeLessThan(125);
  });
});
