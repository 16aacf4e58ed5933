import { canvasOf, pen } from "./canvas";
import { grey } from "./recognition/crop";
import type { Picture } from "./types";

/** Grey values, the noise above which a picture is smoothed: `signread.sources.noise`; `conformance/noise.json` pins it. */
export const NOISE_THRESHOLD = 6;
/** Pixels, standard deviation. */
const SMOOTHING = 1;
const REACH = 3;
const KERNEL = kernel();

/** The standard deviation of the noise of a picture, by the middle half of its rows. */
export function noiseOf(picture: Picture): number {
  const { width, height } = picture;
  const top = Math.trunc(height / 4);
  const middle = pen(picture).getImageData(0, top, width, Math.max(height - 2 * top, 1));
  return estimateNoise(grey(middle.data), width);
}

/** A copy of a picture, smoothed; drawn on `onto`. */
export function denoise(picture: Picture, onto: Picture = canvasOf(0, 0)): Picture {
  const { width, height } = picture;
  if (onto.width !== width || onto.height !== height) [onto.width, onto.height] = [width, height];
  const image = pen(picture).getImageData(0, 0, width, height);
  pen(onto).putImageData(new ImageData(smooth(image.data, width), width, height), 0, 0);
  return onto;
}

/** The standard deviation of the noise of a grey picture (Immerkær, Fast Noise Variance Estimation, 1996). */
export function estimateNoise(picture: Float32Array, width: number): number {
  const height = picture.length / width;
  let sum = 0;
  for (let row = 0; row < height; row += 1) {
    const [above, below] = [mirror(row - 1, height) * width, mirror(row + 1, height) * width];
    const here = row * width;
    for (let column = 0; column < width; column += 1) {
      const [left, right] = [mirror(column - 1, width), mirror(column + 1, width)];
      const corners =
        picture[above + left]! + picture[above + right]! + picture[below + left]! + picture[below + right]!;
      const sides =
        picture[above + column]! + picture[below + column]! + picture[here + left]! + picture[here + right]!;
      sum += Math.abs(corners - 2 * sides + 4 * picture[here + column]!);
    }
  }
  return picture.length === 0 ? 0 : ((sum / picture.length) * Math.sqrt(Math.PI / 2)) / 6;
}

/** RGBA pixels, smoothed as OpenCV's GaussianBlur does it. */
export function smooth(rgba: Uint8ClampedArray, width: number): Uint8ClampedArray<ArrayBuffer> {
  const height = rgba.length / 4 / width;
  const across = new Float32Array(rgba.length);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      let [red, green, blue] = [0, 0, 0];
      for (let tap = -REACH; tap <= REACH; tap += 1) {
        const at = (row * width + mirror(column + tap, width)) * 4;
        const weight = KERNEL[tap + REACH]!;
        red += rgba[at]! * weight;
        green += rgba[at + 1]! * weight;
        blue += rgba[at + 2]! * weight;
      }
      const at = (row * width + column) * 4;
      across[at] = red;
      across[at + 1] = green;
      across[at + 2] = blue;
    }
  const made = new Uint8ClampedArray(rgba.length);
  for (let row = 0; row < height; row += 1) {
    const rows = Array.from({ length: 2 * REACH + 1 }, (_, tap) => mirror(row + tap - REACH, height) * width * 4);
    const begin = row * width * 4;
    for (let place = 0; place < width * 4; place += 1) {
      let sum = 0;
      for (let tap = 0; tap < rows.length; tap += 1) sum += across[rows[tap]! + place]! * KERNEL[tap]!;
      made[begin + place] = (place & 3) === 3 ? 255 : sum;
    }
  }
  return made;
}

/** A place that may lie a little outside, mirrored at the edge, which is not repeated. */
function mirror(place: number, length: number): number {
  if (length === 1) return 0;
  const back = place < 0 ? -place : place;
  return back < length ? back : Math.max(2 * length - 2 - back, 0);
}

function kernel(): number[] {
  const weights = Array.from({ length: 2 * REACH + 1 }, (_, tap) =>
    Math.exp(-((tap - REACH) ** 2) / (2 * SMOOTHING ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
