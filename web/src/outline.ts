import type { Hand } from "./hands";

/** Chains of landmarks that are drawn as lines. */
export const FINGERS = [[0, 1, 2, 3, 4], [0, 5, 6, 7, 8], [5, 9, 10, 11, 12], [9, 13, 14, 15, 16], [13, 17, 18, 19, 20], [0, 17]];

/** Draws a hand onto its picture. */
export function outline(pen: CanvasRenderingContext2D, { landmarks }: Hand): void {
  pen.lineWidth = Math.max(pen.canvas.width / 240, 1);
  pen.strokeStyle = "#fff";
  pen.fillStyle = "#ffb000";
  for (const finger of FINGERS) {
    pen.beginPath();
    for (const place of finger) pen.lineTo(landmarks[place]?.[0] ?? 0, landmarks[place]?.[1] ?? 0);
    pen.stroke();
  }
  for (const [x, y] of landmarks) {
    pen.beginPath();
    pen.arc(x, y, pen.lineWidth * 1.4, 0, 7);
    pen.fill();
  }
}
