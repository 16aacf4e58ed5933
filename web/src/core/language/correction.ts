import { asSpelled, type Word } from "../transcript";

/** What Python writes when the page is built: the word list, and the numbers of `signread.language`. */
export interface Lexicon {
  /** Words of one length, joined, by length. */
  readonly words: Readonly<Record<string, string>>;
  /** The logarithm of how often each is used, in hundredths below 0. */
  readonly priors: Readonly<Record<string, readonly number[]>>;
  /** (27, 27): the logarithm of how often a letter follows another; 26 is the edge of a word. */
  readonly bigrams: readonly (readonly number[])[];
  readonly confusions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly numbers: {
    readonly out_of_vocabulary: number;
    readonly slip: number;
    readonly missed: number;
    readonly missed_double: number;
    readonly added: number;
    readonly distrust: number;
  };
}

export interface Suggestion {
  readonly word: string;
  readonly probability: number;
}

const A = 65;
const LETTERS = 26;
const MOST = 5;

/** The words that were most likely meant, likeliest first; `signread.language.correction.likeliest`, to the letter. */
export function likeliest(word: Word, lexicon: Lexicon, count = 3): Suggestion[] {
  const spelled = asSpelled(word);
  if (spelled.length < 2 || !word.every(({ letter }) => /^[A-Z]$/.test(letter)))
    return [{ word: spelled, probability: 1 }];
  const { numbers } = lexicon;
  const seen = word.map((event) => {
    const row = new Float64Array(LETTERS).fill(numbers.slip / LETTERS);
    const distrust = numbers.distrust + ((1 - numbers.distrust) * (1 - event.confidence)) / 2;
    const add = (name: string, probability: number, weight: number): void => {
      const place = name.length === 1 ? name.charCodeAt(0) - A : -1;
      if (place >= 0 && place < LETTERS) row[place] = (row[place] ?? 0) + (1 - numbers.slip) * weight * probability;
    };
    for (const { letter, probability } of event.alternatives) add(letter, probability, 1 - distrust);
    for (const [name, probability] of Object.entries(lexicon.confusions[event.letter] ?? {}))
      add(name, probability, distrust);
    return row.map(Math.log);
  });
  const found = new Map<string, number>();
  for (const length of [spelled.length - 1, spelled.length, spelled.length + 1])
    for (const [name, score] of bestOf(seen, length, lexicon)) found.set(name, score);
  const codes = [...spelled].map((letter) => letter.charCodeAt(0) - A);
  const asItIs = codes.reduce((sum, code, row) => sum + (seen[row]?.[code] ?? 0), 0);
  const edged = [LETTERS, ...codes, LETTERS];
  const english = edged
    .slice(1)
    .reduce((sum, code, place) => sum + (lexicon.bigrams[edged[place] ?? 0]?.[code] ?? 0), 0);
  const unknown = Math.log(numbers.out_of_vocabulary) + english + asItIs;
  found.set(spelled, logSum([unknown, ...(found.has(spelled) ? [found.get(spelled) ?? 0] : [])]));
  const total = logSum([...found.values()]);
  return [...found]
    .sort((one, other) => other[1] - one[1])
    .slice(0, Math.min(count, MOST))
    .map(([name, score]) => ({ word: name, probability: Math.exp(score - total) }));
}

function bestOf(
  seen: readonly Float64Array[],
  length: number,
  { words, priors, numbers }: Lexicon,
): [string, number][] {
  const list = words[length] ?? "";
  const usage = priors[length] ?? [];
  const best: [string, number][] = [];
  const shorter = Math.min(seen.length, length);
  for (let place = 0; place * length < list.length; place += 1) {
    const begin = place * length;
    const at = (row: number, letter: number): number => seen[row]?.[list.charCodeAt(begin + letter) - A] ?? 0;
    let fit: number;
    if (length === seen.length) {
      fit = 0;
      for (let row = 0; row < length; row += 1) fit += at(row, row);
    } else {
      const added = length < seen.length;
      let running = 0;
      for (let row = 0; row < shorter; row += 1) running += added ? at(row + 1, row) : at(row, row + 1);
      fit = -Infinity;
      for (let hole = 0; hole <= shorter; hole += 1) {
        const double = hole > 0 && list.charCodeAt(begin + hole) === list.charCodeAt(begin + hole - 1);
        const cost = added ? numbers.added : double ? numbers.missed_double : numbers.missed;
        fit = Math.max(fit, running + Math.log(cost));
        if (hole < shorter) running += at(hole, hole) - (added ? at(hole + 1, hole) : at(hole, hole + 1));
      }
    }
    const score = fit - (usage[place] ?? 0) / 100;
    if (best.length < MOST || score > (best[MOST - 1]?.[1] ?? -Infinity)) {
      best.push([list.slice(begin, begin + length), score]);
      best.sort((one, other) => other[1] - one[1]);
      best.length = Math.min(best.length, MOST);
    }
  }
  return best;
}

function logSum(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
