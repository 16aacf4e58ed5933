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
    readonly missed_by_gap: number;
    readonly missed_first: number;
    readonly missed_last: number;
    readonly added: number;
    readonly far: number;
    readonly usual_gap_s: number;
    readonly least_gap_s: number;
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
  const missed = missing(word, numbers);
  for (let length = spelled.length - 1; length <= spelled.length + numbers.far; length += 1)
    for (const [name, score] of bestOf(seen, missed, length, lexicon)) found.set(name, score);
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

/** The logarithm of the odds that a letter was missed before each of n letters, and after the last. */
function missing(word: Word, numbers: Lexicon["numbers"]): Float64Array {
  const gaps = word
    .slice(1)
    .map(({ begin }, place) => Math.max(begin - (word[place]?.begin ?? 0), numbers.least_gap_s));
  const sorted = (gaps.length < 2 ? [...gaps, numbers.usual_gap_s] : [...gaps]).sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const pace = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  const inside = gaps.map((gap) => numbers.missed + numbers.missed_by_gap * Math.log(gap / pace));
  return Float64Array.of(numbers.missed_first, ...inside, numbers.missed_last);
}

/** The words of one length that fit best, the best of all ways to lay their letters beside those that were read. */
function bestOf(
  seen: readonly Float64Array[],
  missed: Float64Array,
  length: number,
  { words, priors, numbers }: Lexicon,
): [string, number][] {
  const list = words[length] ?? "";
  const usage = priors[length] ?? [];
  const best: [string, number][] = [];
  const { far, added } = numbers;
  // Of one word, after so many of the letters that were read: by how many of its letters are used.
  let before = new Float64Array(length + 1);
  let now = new Float64Array(length + 1);
  // After so many of the letters that were read no word gains more than this: what cannot be among the best is left.
  const most = [far * Math.max(0, ...missed)];
  for (const likely of [...seen].reverse()) most.unshift((most[0] ?? 0) + Math.max(added, ...likely));
  for (let place = 0; place * length < list.length; place += 1) {
    const begin = place * length;
    const prior = -(usage[place] ?? 0) / 100;
    const least = (best[MOST - 1]?.[1] ?? -Infinity) - prior;
    let [row, reached] = [0, 0];
    for (; row <= seen.length && reached + (most[row] ?? 0) > least; row += 1) {
      reached = -Infinity;
      [before, now] = [now, before];
      now.fill(-Infinity);
      const likely = row > 0 ? seen[row - 1] : undefined;
      const odds = missed[row] ?? 0;
      for (let used = Math.max(row - far, 0); used <= Math.min(row + far, length); used += 1) {
        let way = row === 0 && used === 0 ? 0 : -Infinity;
        if (likely !== undefined && used > 0)
          way = Math.max(way, (before[used - 1] ?? 0) + (likely[list.charCodeAt(begin + used - 1) - A] ?? 0));
        if (used > 0) way = Math.max(way, (now[used - 1] ?? 0) + odds);
        if (row > 0) way = Math.max(way, (before[used] ?? 0) + added);
        now[used] = way;
        if (way > reached) reached = way;
      }
    }
    if (row <= seen.length) continue;
    const score = (now[length] ?? -Infinity) + prior;
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
