import { canvasOf, pen } from "../core/canvas";

/** A module that adds two vectors: WebAssembly SIMD, which both networks' runtimes need. */
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);
/** How far a colour may be from what was drawn: some browsers change the lowest bit, which harms no letter. */
const TOLERANCE = 4;
const SIDE = 16;

/** The name of the text that says what is wrong. */
export type Obstacle = "noWasm" | "noSimd" | "insecure" | "noWebgl" | "canvasProtected";

/** What keeps this browser from reading, before anything is loaded and the camera's light goes on; null for nothing. */
export function obstacle(): Obstacle | null {
  if (typeof WebAssembly === "undefined") return "noWasm";
  if (!WebAssembly.validate(SIMD)) return "noSimd";
  if (!window.isSecureContext || !("mediaDevices" in navigator)) return "insecure";
  if (!hasWebgl()) return "noWebgl";
  return canvasIsTrue() ? null : "canvasProtected";
}

/** Whether pictures can be given to MediaPipe: as textures, even where its networks run on the processor. */
function hasWebgl(): boolean {
  const drawing = canvasOf(SIDE, SIDE);
  const context = (drawing.getContext("webgl2") ?? drawing.getContext("webgl")) as WebGLRenderingContext | null;
  context?.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep few of them
  return context !== null;
}

/** Whether a canvas gives the pixels that were drawn on it: browsers that protect from fingerprinting give others. */
function canvasIsTrue(): boolean {
  const drawing = pen(canvasOf(SIDE, SIDE));
  const grey = (row: number): number => (row * 255) / (SIDE - 1);
  for (let row = 0; row < SIDE; row += 1) {
    drawing.fillStyle = `rgb(${grey(row)} ${255 - grey(row)} ${grey(row)})`;
    drawing.fillRect(0, row, SIDE, 1);
  }
  const { data } = drawing.getImageData(0, 0, SIDE, SIDE);
  return Array.from({ length: SIDE * SIDE }, (_, place) => place).every((place) => {
    const wanted = grey(Math.trunc(place / SIDE));
    return [wanted, 255 - wanted, wanted].every(
      (value, colour) => Math.abs((data[4 * place + colour] ?? NaN) - value) <= TOLERANCE,
    );
  });
}
