import type { Lexicon } from "../core/language/correction";
import type { Reading, Reads, Side } from "../core/reader";
import type { Picture } from "../core/types";
import type { Answer, Asked } from "./messages";

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A reader in a worker; frames go over, readings come back. */
export class RemoteReader implements Reads {
  side: Side = "either";
  private asked = 0;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(
    private readonly worker: Worker,
    private readonly onPart: (done: number) => void,
  ) {
    worker.onmessage = ({ data }: MessageEvent<Answer>): void => this.answered(data);
    const broken = (message: string): void => {
      for (const { reject } of this.waiting.values()) reject(new Error(message));
      this.waiting.clear();
    };
    worker.onerror = (event): void => broken(event.message || "the worker ended");
    worker.onmessageerror = (): void => broken("the worker's answer cannot be read");
  }

  private words: Lexicon | null = null;

  get lexicon(): Lexicon {
    if (this.words === null) throw new Error("nothing is loaded");
    return this.words;
  }

  static async load(base: string, onPart: (done: number) => void): Promise<RemoteReader> {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    const reader = new RemoteReader(worker, onPart);
    try {
      const loaded = await reader.ask({ kind: "load", base });
      reader.words = loaded.kind === "loaded" ? loaded.lexicon : null;
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return reader;
  }

  begin(): void {
    this.worker.postMessage({ kind: "begin", number: 0 });
  }

  async read(picture: Picture, time: number): Promise<Reading> {
    return this.reading({ kind: "frame", image: await createImageBitmap(picture), time, side: this.side });
  }

  async readPicture(picture: Picture): Promise<Reading> {
    return this.reading({ kind: "picture", image: await createImageBitmap(picture) });
  }

  private async reading(asked: Asked & { readonly image: ImageBitmap }): Promise<Reading> {
    const answer = await this.ask(asked, [asked.image]);
    if (answer.kind !== "read") throw new Error(`expected a reading, found ${answer.kind}`);
    return answer.reading;
  }

  private ask(asked: Asked, given: Transferable[] = []): Promise<Answer> {
    const number = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ ...asked, number }, given);
    });
  }

  private answered(answer: Answer): void {
    if (answer.kind === "part") {
      this.onPart(answer.done);
      return;
    }
    const waiting = this.waiting.get(answer.number);
    this.waiting.delete(answer.number);
    if (answer.kind === "failed") waiting?.reject(new Error(answer.message));
    else waiting?.resolve(answer);
  }
}

/** A reader in a worker, or here where the browser has none, or none that can draw. */
export async function loadReader(base: string, onPart: (done: number) => void): Promise<Reads> {
  const here = async (): Promise<Reads> => (await import("../core/reader")).Reader.load(base, onPart);
  if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined") return here();
  return RemoteReader.load(base, onPart).catch(here);
}
