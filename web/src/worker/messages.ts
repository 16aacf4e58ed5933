import type { Lexicon } from "../core/language/correction";
import type { Reading, Side } from "../core/reader";

/** What the page asks the worker; each with a number of its own, which the answer carries. */
export type Asked =
  | { readonly kind: "load"; readonly base: string }
  | { readonly kind: "begin" }
  | { readonly kind: "frame"; readonly image: ImageBitmap; readonly time: number; readonly side: Side }
  | { readonly kind: "picture"; readonly image: ImageBitmap };

export type Request = Asked & { readonly number: number };

export type Answer =
  | { readonly kind: "part"; readonly done: number }
  | { readonly kind: "loaded"; readonly number: number; readonly lexicon: Lexicon }
  | { readonly kind: "read"; readonly number: number; readonly reading: Reading }
  | { readonly kind: "failed"; readonly number: number; readonly message: string };
