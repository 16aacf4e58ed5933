import type { ReadsSigns, SignReading } from "../core/signs/sign-reader";
import type { Picture } from "../core/types";
import type { AskedOfSigns, SignContent } from "./messages";
import { Port } from "./port";
import { hasWorkers } from "./remote-reader";

/** How many parts are loaded. */
export const SIGN_PARTS = 7;

/** A reader of signs in a worker. */
class RemoteSigns implements ReadsSigns {
  private constructor(private readonly port: Port<AskedOfSigns, SignContent>) {}

  static async load(base: string, onPart: (done: number) => void): Promise<RemoteSigns> {
    const worker = new Worker(new URL("./sign-worker.ts", import.meta.url));
    const port = new Port<AskedOfSigns, SignContent>(worker, onPart);
    try {
      await port.ask({ kind: "load", base });
      return new RemoteSigns(port);
    } catch (error) {
      port.close();
      throw error;
    }
  }

  begin(): void {
    this.port.tell({ kind: "begin" });
  }

  async know(signs: string): Promise<void> {
    await this.port.ask({ kind: "know", signs });
  }

  record(recording: boolean): void {
    this.port.tell({ kind: "record", recording });
  }

  async read(picture: Picture, time: number): Promise<SignReading> {
    const image = await createImageBitmap(picture);
    return (await this.port.ask({ kind: "frame", image, time }, [image])) as SignReading;
  }
}

/** A reader of signs in a worker, or here where the browser has none, or none that can draw. */
export async function loadSigns(base: string, onPart: (done: number) => void): Promise<ReadsSigns> {
  const here = async (): Promise<ReadsSigns> =>
    (await import("../core/signs/sign-reader")).SignReader.load(base, onPart);
  if (!hasWorkers()) return here();
  return RemoteSigns.load(base, onPart).catch(here);
}
