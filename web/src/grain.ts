import { grey } from "./crop";
import type { Picture } from "./hands";

/** Grey values, the noise from which on a picture is smoothed: see `signread.hands.grain`. */
const GRAINY = 6;

export function isGrainy(picture: Picture): boolean {
  const { width, height } = picture;
  const top = Math.trunc(height / 4);
  const pen = picture.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D | null;
  const middle = pen?.getImageData(0, top, width, Math.max(height - 2 * top, 1));
  return middle !== undefined && noise(grey(middle.data), width) > GRAINY;
}

/** Smooths a picture where it is; some browsers cannot, and leave it. */
export function smooth(picture: Picture): void {
  const pen = picture.getContext("2d") as CanvasRenderingContext2D | null;
  if (pen === null || !("filter" in pen)) return;
  pen.filter = "blur(1px)";
  pen.drawImage(picture, 0, 0);
  pen.filter = "none";
}

/** The standard deviation of the noise of a grey picture (Immerkær, Fast Noise Variance Estimation, 1996). */
export function noise(picture: Float32Array, width: number): number {
  const height = picture.length / width;
  let sum = 0;
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      const [above, below] = [at - width, at + width];
      const corners = picture[above - 1]! + picture[above + 1]! + picture[below - 1]! + picture[below + 1]!;
      const sides = picture[above]! + picture[below]! + picture[at - 1]! + picture[at + 1]!;
      sum += Math.abs(corners - 2 * sides + 4 * picture[at]!);
    }
  const count = Math.max(width - 2, 0) * Math.max(height - 2, 0);
  return count === 0 ? 0 : ((sum / count) * Math.sqrt(Math.PI / 2)) / 6;
}
