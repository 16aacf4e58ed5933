/** An answer to what was asked by its number; `part` comes by itself, and `failed` is an error. */
export type Answer<Content> =
  | { readonly kind: "part"; readonly done: number }
  | { readonly kind: "failed"; readonly number: number; readonly message: string }
  | { readonly kind: "done"; readonly number: number; readonly content: Content };

interface Waiting<Content> {
  resolve(content: Content): void;
  reject(error: Error): void;
}

/** The page's end of a worker: what is asked over it is answered, one after the other. */
export class Port<Asked extends object, Content> {
  private asked = 0;
  private readonly waiting = new Map<number, Waiting<Content>>();

  constructor(
    private readonly worker: Worker,
    onPart: (done: number) => void,
  ) {
    worker.onmessage = ({ data }: MessageEvent<Answer<Content>>): void => {
      if (data.kind === "part") {
        onPart(data.done);
        return;
      }
      const waiting = this.waiting.get(data.number);
      this.waiting.delete(data.number);
      if (data.kind === "failed") waiting?.reject(new Error(data.message));
      else waiting?.resolve(data.content);
    };
    const broken = (message: string): void => {
      for (const { reject } of this.waiting.values()) reject(new Error(message));
      this.waiting.clear();
    };
    worker.onerror = (event): void => broken(event.message || "the worker ended");
    worker.onmessageerror = (): void => broken("the worker's answer cannot be read");
  }

  ask(asked: Asked, given: Transferable[] = []): Promise<Content> {
    const number = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ ...asked, number }, given);
    });
  }

  /** Asks where no answer is waited for. */
  tell(asked: Asked): void {
    this.worker.postMessage({ ...asked, number: 0 });
  }

  close(): void {
    this.worker.terminate();
  }
}

/** The worker's end: answers one after the other, for what follows a hand must not be overtaken by the next frame. */
export function serve<Asked extends object, Content>(
  answer: (asked: Asked, onPart: (done: number) => void) => Promise<Content>,
): void {
  const send = (message: Answer<Content>): void => self.postMessage(message);
  let last: Promise<void> = Promise.resolve();
  self.onmessage = ({ data }: MessageEvent<Asked & { readonly number: number }>): void => {
    const { number } = data;
    last = last
      .then(() => answer(data, (done) => send({ kind: "part", done })))
      .then((content) => send({ kind: "done", number, content }))
      .catch((error: unknown) =>
        send({ kind: "failed", number, message: error instanceof Error ? error.message : String(error) }),
      );
  };
}
