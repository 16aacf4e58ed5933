import type { Lexicon } from "../core/language/correction";
import type { Reading, Side } from "../core/reader";
import type { SignReading } from "../core/signs/sign-reader";

/** What the page asks the worker that reads letters, and what it gets. */
export type Asked =
  | { readonly kind: "load"; readonly base: string }
  | { readonly kind: "begin" }
  | { readonly kind: "frame"; readonly image: ImageBitmap; readonly time: number; readonly side: Side }
  | { readonly kind: "picture"; readonly image: ImageBitmap };
export type Content = Lexicon | Reading | null;

/** The same, of the one that reads signs. */
export type AskedOfSigns =
  | { readonly kind: "load"; readonly base: string }
  | { readonly kind: "begin" }
  | { readonly kind: "know"; readonly signs: string }
  | { readonly kind: "record"; readonly recording: boolean }
  | { readonly kind: "frame"; readonly image: ImageBitmap; readonly time: number };
export type SignContent = SignReading | null;
