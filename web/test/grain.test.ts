import { describe, expect, it } from "vitest";
import { noise } from "../src/grain";

describe("grain", () => {
  const [width, height] = [320, 120];
  /** Normal noise of deviation 10, the same every time. */
  const grains = (): number => 10 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  let state = 7;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;

  it("is measured as it is, whatever edges and shades lie under it", () => {
    const shade = (place: number): number => ((place % width) * 200) / width + (place % width > 160 ? 40 : 0);
    expect(noise(new Float32Array(width * height).map((_, place) => shade(place)), width)).toBeLessThan(0.5);
    expect(noise(new Float32Array(width * height).map((_, place) => shade(place) + grains()), width)).toBeCloseTo(10, 0);
  });

  it("is nothing where there is no picture", () => {
    expect(noise(new Float32Array(2), 1)).toBe(0);
  });
});
