import { pen } from "../canvas";
import { bounds } from "../skeleton";
import type { Picture, Points3 } from "../types";

const CROP_SCALE = 1.25;
const LEAST_SIDE = 8;

/** A square of the picture around points, grey, (size * size) bytes: `signread.recognition.crop.cut_around`. */
export function cutAround(picture: Picture, points: Points3, size: number): Uint8Array {
  return cutPixels(
    picture.width,
    picture.height,
    points,
    size,
    (x, y, width, height) => pen(picture).getImageData(x, y, width, height).data,
  );
}

/** The same, of whatever gives the RGBA pixels of a part of a picture; `conformance/crop.json` pins it. */
export function cutPixels(
  pictureWidth: number,
  pictureHeight: number,
  points: readonly (readonly number[])[],
  size: number,
  read: (x: number, y: number, width: number, height: number) => Uint8ClampedArray,
): Uint8Array {
  const box = bounds(points);
  const side = Math.max(Math.max(box.right - box.left, box.bottom - box.top) * CROP_SCALE, LEAST_SIDE);
  const left = (box.left + box.right) / 2 - side / 2;
  const top = (box.top + box.bottom) / 2 - side / 2;
  const margin = 2 * Math.max(Math.trunc(side / size), 1);
  const x0 = Math.max(Math.trunc(left) - margin, 0);
  const y0 = Math.max(Math.trunc(top) - margin, 0);
  const x1 = Math.min(Math.trunc(left + side) + margin + 1, pictureWidth);
  const y1 = Math.min(Math.trunc(top + side) + margin + 1, pictureHeight);
  if (x0 >= x1 || y0 >= y1) return new Uint8Array(size * size);
  return cutSquare(grey(read(x0, y0, x1 - x0, y1 - y0)), x1 - x0, y1 - y0, left - x0, top - y0, side, size);
}

/** As OpenCV makes colours grey. */
export function grey(rgba: Uint8ClampedArray): Float32Array {
  const made = new Float32Array(rgba.length / 4);
  for (let place = 0, at = 0; place < made.length; place += 1, at += 4)
    made[place] = (rgba[at]! * 4899 + rgba[at + 1]! * 9617 + rgba[at + 2]! * 1868 + 8192) >> 14;
  return made;
}

/** A square of a grey picture at any place, scaled; black outside. */
function cutSquare(
  picture: Float32Array,
  width: number,
  height: number,
  left: number,
  top: number,
  side: number,
  size: number,
): Uint8Array {
  const scale = size / side;
  let [source, wide, high] = [picture, width, height];
  if (scale < 1) {
    wide = Math.max(round(width * scale), 1);
    high = Math.max(round(height * scale), 1);
    source = shrunk(picture, width, height, wide, high);
  }
  const across = wide / width;
  const down = high / height;
  const [kx, ky] = [scale / across, scale / down];
  const [bx, by] = [(0.5 - left * across) * kx - 0.5, (0.5 - top * down) * ky - 0.5];
  const value = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= wide || y >= high ? 0 : source[y * wide + x]!;
  const made = new Uint8Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const y = (row - by) / ky;
    const iy = Math.floor(y);
    for (let column = 0; column < size; column += 1) {
      const x = (column - bx) / kx;
      const ix = Math.floor(x);
      const upper = value(ix, iy) + (value(ix + 1, iy) - value(ix, iy)) * (x - ix);
      const lower = value(ix, iy + 1) + (value(ix + 1, iy + 1) - value(ix, iy + 1)) * (x - ix);
      made[row * size + column] = Math.min(Math.max(Math.round(upper + (lower - upper) * (y - iy)), 0), 255);
    }
  }
  return made;
}

/** Every pixel the mean of the area that it covers. */
function shrunk(picture: Float32Array, width: number, height: number, wide: number, high: number): Float32Array {
  const columns = new Float32Array(wide * height);
  const across = parts(width, wide);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < wide; x += 1) {
      const { begin, weights } = across[x]!;
      let sum = 0;
      for (let place = 0; place < weights.length; place += 1)
        sum += picture[y * width + begin + place]! * weights[place]!;
      columns[y * wide + x] = sum;
    }
  const made = new Float32Array(wide * high);
  for (const [y, { begin, weights }] of parts(height, high).entries())
    for (const [place, weight] of weights.entries())
      for (let x = 0; x < wide; x += 1) made[y * wide + x]! += columns[(begin + place) * wide + x]! * weight;
  return made.map(Math.round);
}

/** Of `count` pixels in so many equal parts, each part's: the first, and how much of each is in it. */
function parts(count: number, many: number): { begin: number; weights: Float64Array }[] {
  const part = count / many;
  return Array.from({ length: many }, (_, number) => {
    const [low, high] = [number * part, (number + 1) * part];
    const begin = Math.floor(low);
    const weights = new Float64Array(Math.min(Math.ceil(high - 1e-9), count) - begin);
    for (let place = 0; place < weights.length; place += 1)
      weights[place] = (Math.min(begin + place + 1, high) - Math.max(begin + place, low)) / part;
    return { begin, weights };
  });
}

/** As Python rounds: halves to the even number. */
function round(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}
