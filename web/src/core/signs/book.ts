/** One's own signs as text: landmarks alone, no pictures. The same file as Python's: `signread.signs.book`. */
import signs from "../../generated/signs.json";
import type { Examples } from "./matcher";
import { BODY_NUMBERS, HAND_NUMBERS, type Sample, STEPS } from "./sequence";

const { version: VERSION, scale: SCALE, longest_name, most_examples } = signs.book;
const NUMBERS = HAND_NUMBERS + BODY_NUMBERS + 2;
const MOST = 2 ** 15 - 1;

/** Why a name or a file is none: a text of the page, and what it is about. */
export class SignError extends Error {
  constructor(
    readonly why: "noName" | "longName" | "letterName" | "manyExamples" | "noSigns" | "newerSigns",
    readonly about: string,
  ) {
    super(`${why}: ${about}`);
  }
}

/** A sign's name, as it is kept. */
export function checkedName(name: string): string {
  const plain = name.normalize("NFC").trim().split(/\s+/).join(" ");
  if (plain === "" || /\p{C}/u.test(plain)) throw new SignError("noName", name);
  if ([...plain].length > longest_name) throw new SignError("longName", plain);
  if (/^[\p{L}\p{N}]$/u.test(plain)) throw new SignError("letterName", plain);
  return plain;
}

/** The name as it stands there, whatever its capitals. */
export function find(book: Examples, name: string): string | undefined {
  const wanted = checkedName(name).toLowerCase();
  return [...book.keys()].find((known) => known.toLowerCase() === wanted);
}

export function add(book: Examples, name: string, examples: readonly Sample[]): Examples {
  const known = find(book, name) ?? checkedName(name);
  const together = [...(book.get(known) ?? []), ...examples];
  if (together.length > most_examples) throw new SignError("manyExamples", known);
  return new Map([...book, [known, together]]);
}

export function remove(book: Examples, name: string): Examples {
  return new Map([...book].filter(([known]) => known !== name));
}

/** With the signs of another; of one that both have, the examples of both, each once. */
export function merge(book: Examples, other: Examples): Examples {
  let merged = book;
  for (const [name, examples] of other) {
    const known = find(book, name);
    const there = new Set((known === undefined ? [] : (book.get(known) ?? [])).map(packed));
    merged = add(
      merged,
      name,
      examples.filter((one) => !there.has(packed(one))),
    );
  }
  return merged;
}

export function toJson(book: Examples): string {
  return JSON.stringify({
    signread_signs: VERSION,
    signs: [...book].map(([name, examples]) => ({
      name,
      examples: examples.map((one) => ({ duration: Math.round(one.duration * 1000) / 1000, points: packed(one) })),
    })),
  });
}

export function fromJson(text: string): Examples {
  let book: Examples = new Map();
  try {
    const document = JSON.parse(text) as {
      signread_signs: number;
      signs: { name: string; examples: { duration: number; points: string }[] }[];
    };
    if (document.signread_signs > VERSION) throw new SignError("newerSigns", String(document.signread_signs));
    if (document.signread_signs !== VERSION) throw new Error("another version");
    for (const { name, examples } of document.signs) book = add(book, name, examples.map(unpacked));
  } catch (error) {
    throw error instanceof SignError ? error : new SignError("noSigns", String(error));
  }
  return book;
}

function packed({ hands, seen, body }: Sample): string {
  const bytes = new DataView(new ArrayBuffer(2 * STEPS * NUMBERS));
  for (let step = 0; step < STEPS; step += 1) {
    const numbers = [
      ...hands.slice(step * HAND_NUMBERS, (step + 1) * HAND_NUMBERS),
      ...body.slice(step * BODY_NUMBERS, (step + 1) * BODY_NUMBERS),
      ...seen.slice(2 * step, 2 * step + 2),
    ];
    numbers.forEach((value, number) => {
      const whole = Math.min(Math.max(Math.round(value * SCALE), -MOST), MOST);
      bytes.setInt16(2 * (step * NUMBERS + number), whole, true);
    });
  }
  return btoa(Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join(""));
}

function unpacked({ duration, points }: { duration: number; points: string }): Sample {
  const bytes = Uint8Array.from(atob(points), (letter) => letter.charCodeAt(0));
  if (bytes.length !== 2 * STEPS * NUMBERS || !(duration >= 0 && duration < Infinity)) throw new Error("no example");
  const view = new DataView(bytes.buffer);
  const part = (begin: number, length: number): Float32Array =>
    Float32Array.from({ length: STEPS * length }, (_, at) => {
      const number = Math.floor(at / length) * NUMBERS + begin + (at % length);
      return view.getInt16(2 * number, true) / SCALE;
    });
  return {
    hands: part(0, HAND_NUMBERS),
    body: part(HAND_NUMBERS, BODY_NUMBERS),
    seen: part(HAND_NUMBERS + BODY_NUMBERS, 2),
    duration,
  };
}
