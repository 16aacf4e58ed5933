/** The speller's numbers, written by Python (`signread.spelling.thresholds`) when the page is built. */
import made from "../../generated/thresholds.json";

export type Thresholds = typeof made;
export const THRESHOLDS: Thresholds = made;
