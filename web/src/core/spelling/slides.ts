import { distance, type Place, share, towards } from "../geometry";
import { palm } from "../skeleton";
import type { Points } from "../types";
import type { Thresholds } from "./thresholds";

/** The palm: how fast it moves, and whether it slid aside; `signread.spelling.slides.Slides` says how and why. */
export class Slides {
  private middle: Place | null = null;
  private place: Place = [0, 0];
  private anchor: Place = [0, 0];
  private rested = 0;
  private letter: number | null = null;
  speed = 0;
  rests = false;

  constructor(private readonly thresholds: Thresholds) {}

  add(passed: number, points: Points | null, letter: number | null, pace: number): boolean {
    const { thresholds } = this;
    const starts = letter !== this.letter;
    this.letter = letter;
    if (points === null) {
      this.middle = null;
      this.speed = 0;
      this.rests = false;
      return false;
    }
    const { centre, size } = palm(points);
    const before = this.middle;
    this.middle = centre;
    if (before === null || passed > thresholds.gap) {
      this.place = this.anchor = centre;
      this.rested = this.speed = 0;
      this.rests = false;
      return false;
    }
    this.speed = distance(centre, before) / size / passed;
    if (starts) {
      this.place = this.anchor = centre;
      this.rested = 0;
    }
    const settling = thresholds.settle_share * pace;
    const place = towards(this.place, centre, share(passed, settling));
    // How fast the place moves by now, and not since the frame before: slow cameras see a slide end as soon.
    this.rests = distance(centre, place) / size / settling < thresholds.still;
    this.place = place;
    if (this.rested < thresholds.rest_share * pace) {
      if (this.rests) {
        this.rested += passed;
        this.anchor = towards(this.anchor, place, Math.min(passed / this.rested, 1));
      }
      return false;
    }
    if (this.rests) this.anchor = towards(this.anchor, place, share(passed, thresholds.drift));
    const across = Math.abs(place[0] - this.anchor[0]) / size;
    const down = Math.abs(place[1] - this.anchor[1]) / size;
    return across >= Math.max(thresholds.slide, down);
  }
}
