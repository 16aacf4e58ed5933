import { OUTLINE } from "../core/skeleton";

/** Draws a hand onto its picture. */
export function outline(pen: CanvasRenderingContext2D, points: readonly (readonly number[])[]): void {
  pen.lineWidth = Math.max(pen.canvas.width / 240, 1);
  pen.strokeStyle = "#fff";
  pen.fillStyle = "#ffb000";
  for (const finger of OUTLINE) {
    pen.beginPath();
    for (const place of finger) pen.lineTo(points[place]?.[0] ?? 0, points[place]?.[1] ?? 0);
    pen.stroke();
  }
  for (const [x = 0, y = 0] of points) {
    pen.beginPath();
    pen.arc(x, y, pen.lineWidth * 1.4, 0, 7);
    pen.fill();
  }
}
