import signs from "../../generated/signs.json";
import { median, mirrored, type Sample } from "./sequence";
import type { SignNet } from "./sign-net";

/** What a stretch of signing is; name: null where no sign is near enough. */
export interface Match {
  readonly name: string | null;
  readonly similarity: number;
  /** The similarity that the nearest sign needs in a stream, where most is no sign. */
  readonly needed: number;
  readonly alternatives: readonly (readonly [name: string, similarity: number])[];
}

export type Examples = ReadonlyMap<string, readonly Sample[]>;

/** Compares with examples, as they are and as the other hand would sign them: `signread.signs.matcher`. */
export class Matcher {
  private constructor(
    private readonly net: SignNet,
    private readonly known: readonly (readonly [name: string, embedding: Float32Array])[],
    private readonly needed: ReadonlyMap<string, number>,
  ) {}

  static async of(net: SignNet, examples: Examples): Promise<Matcher> {
    const named = [...examples].flatMap(([name, some]) => some.map((one) => [name, one] as const));
    const both = [...named, ...named.map(([name, one]) => [name, mirrored(one)] as const)];
    const embeddings = await net.embed(both.map(([, one]) => one));
    const known = both.map(([name], number) => [name, embeddings[number] ?? new Float32Array()] as const);
    const needed = [...examples.keys()].map((name) => {
      const own = known.slice(0, named.length).flatMap(([of, embedding]) => (of === name ? [embedding] : []));
      return [name, neededBy(own)] as const;
    });
    return new Matcher(net, known, new Map(needed));
  }

  async match(samples: readonly Sample[]): Promise<Match[]> {
    const embeddings = this.known.length === 0 ? samples.map(() => new Float32Array()) : await this.net.embed(samples);
    return embeddings.map((one) => this.decided(one));
  }

  private decided(embedding: Float32Array): Match {
    const best = new Map<string, number>();
    for (const [name, example] of this.known) {
      const similarity = alike(example, embedding);
      if (similarity > (best.get(name) ?? -1)) best.set(name, similarity);
    }
    const alternatives = [...best].sort(([, a], [, b]) => b - a).slice(0, signs.alternatives);
    const [name = null, similarity = 0] = alternatives[0] ?? [];
    const needed = this.needed.get(name ?? "") ?? 1;
    return { name: similarity >= signs.threshold ? name : null, similarity, needed, alternatives };
  }
}

function alike(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);
}

/** As much as a sign's examples are mostly alike among themselves, less what is allowed. */
function neededBy(own: readonly Float32Array[]): number {
  const { allowed, least, most, lone } = signs.needed;
  if (own.length < 2) return lone;
  const nearest = own.map((one) => Math.max(...own.flatMap((other) => (other === one ? [] : [alike(one, other)]))));
  return Math.min(Math.max(median(nearest) - allowed, least), most);
}
