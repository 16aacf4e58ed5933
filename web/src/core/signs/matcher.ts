import signs from "../../generated/signs.json";
import { mirrored, type Sample } from "./sequence";
import type { SignNet } from "./sign-net";

/** What a stretch of signing is; name: null where no sign is near enough. */
export interface Match {
  readonly name: string | null;
  readonly similarity: number;
  readonly alternatives: readonly (readonly [name: string, similarity: number])[];
}

export type Examples = ReadonlyMap<string, readonly Sample[]>;

/** Compares with examples, as they are and as the other hand would sign them: `signread.signs.matcher`. */
export class Matcher {
  private constructor(
    private readonly net: SignNet,
    private readonly known: readonly (readonly [name: string, embedding: Float32Array])[],
  ) {}

  static async of(net: SignNet, examples: Examples): Promise<Matcher> {
    const named = [...examples].flatMap(([name, some]) => some.map((one) => [name, one] as const));
    const both = [...named, ...named.map(([name, one]) => [name, mirrored(one)] as const)];
    const embeddings = await net.embed(both.map(([, one]) => one));
    return new Matcher(
      net,
      both.map(([name], number) => [name, embeddings[number] ?? new Float32Array()] as const),
    );
  }

  async match(samples: readonly Sample[]): Promise<Match[]> {
    const embeddings = this.known.length === 0 ? samples.map(() => new Float32Array()) : await this.net.embed(samples);
    return embeddings.map((one) => this.decided(one));
  }

  private decided(embedding: Float32Array): Match {
    const best = new Map<string, number>();
    for (const [name, example] of this.known) {
      const similarity = example.reduce((sum, value, place) => sum + value * (embedding[place] ?? 0), 0);
      if (similarity > (best.get(name) ?? -1)) best.set(name, similarity);
    }
    const alternatives = [...best].sort(([, a], [, b]) => b - a).slice(0, signs.alternatives);
    const [name = null, similarity = 0] = alternatives[0] ?? [];
    return { name: similarity >= signs.threshold ? name : null, similarity, alternatives };
  }
}
