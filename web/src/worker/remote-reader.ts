import type { Lexicon } from "../core/language/correction";
import type { Reading, Reads, Side } from "../core/reader";
import type { Picture } from "../core/types";
import type { Asked, Content } from "./messages";
import { Port } from "./port";

/** How many parts are loaded. */
export const READER_PARTS = 7;

/** A reader in a worker; frames go over, readings come back. */
export class RemoteReader implements Reads {
  side: Side = "either";

  private constructor(
    private readonly port: Port<Asked, Content>,
    readonly lexicon: Lexicon,
  ) {}

  static async load(base: string, onPart: (done: number) => void): Promise<RemoteReader> {
    const port = new Port<Asked, Content>(new Worker(new URL("./worker.ts", import.meta.url)), onPart);
    try {
      return new RemoteReader(port, (await port.ask({ kind: "load", base })) as Lexicon);
    } catch (error) {
      port.close();
      throw error;
    }
  }

  begin(): void {
    this.port.tell({ kind: "begin" });
  }

  async read(picture: Picture, time: number): Promise<Reading> {
    return this.reading({ kind: "frame", image: await createImageBitmap(picture), time, side: this.side });
  }

  async readPicture(picture: Picture): Promise<Reading> {
    return this.reading({ kind: "picture", image: await createImageBitmap(picture) });
  }

  private async reading(asked: Asked & { readonly image: ImageBitmap }): Promise<Reading> {
    return (await this.port.ask(asked, [asked.image])) as Reading;
  }
}

/** Whether a worker can be had that can draw. */
export const hasWorkers = (): boolean => typeof Worker !== "undefined" && typeof OffscreenCanvas !== "undefined";

/** A reader in a worker, or here where the browser has none, or none that can draw. */
export async function loadReader(base: string, onPart: (done: number) => void): Promise<Reads> {
  const here = async (): Promise<Reads> => (await import("../core/reader")).Reader.load(base, onPart);
  if (!hasWorkers()) return here();
  return RemoteReader.load(base, onPart).catch(here);
}
