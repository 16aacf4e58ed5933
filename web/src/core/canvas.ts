import type { Picture } from "./types";

/** A canvas to read pixels from; in a worker there is no document that could make one. */
export function canvasOf(width: number, height: number): Picture {
  if (typeof document === "undefined") return new OffscreenCanvas(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** What draws on a canvas, and reads its pixels. */
export function pen(picture: Picture): CanvasRenderingContext2D {
  const context = picture.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D | null;
  if (context === null) throw new Error("this browser gives no canvas");
  return context;
}
