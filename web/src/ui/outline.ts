import { OUTLINE } from "../core/skeleton";
import type { Hand } from "../core/types";

/** Draws a hand onto its picture. */
export function outline(pen: CanvasRenderingContext2D, { points }: Hand): void {
  pen.lineWidth = Math.max(pen.canvas.width / 240, 1);
  pen.strokeStyle = "#fff";
  pen.fillStyle = "#ffb000";
  for (const finger of OUTLINE) {
    pen.beginPath();
    for (const place of finger) pen.lineTo(points[place]?.[0] ?? 0, points[place]?.[1] ?? 0);
    pen.stroke();
  }
  for (const [x, y] of points) {
    pen.beginPath();
    pen.arc(x, y, pen.lineWidth * 1.4, 0, 7);
    pen.fill();
  }
}
