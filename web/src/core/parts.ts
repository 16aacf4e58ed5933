/** Fetches the page's models; tells after each how many are there. */
export class Parts {
  private done = 0;

  /** base: where the page lies. */
  constructor(
    private readonly base: string,
    private readonly onPart: (done: number) => void,
  ) {}

  async bytes(path: string): Promise<Uint8Array> {
    return this.fetched(path, async (answer) => new Uint8Array(await answer.arrayBuffer()));
  }

  async json<T>(path: string): Promise<T> {
    return this.fetched(path, (answer) => answer.json() as Promise<T>);
  }

  /** A part that was fetched is ready. */
  ready(): void {
    this.onPart((this.done += 1));
  }

  private async fetched<T>(path: string, read: (answer: Response) => Promise<T>): Promise<T> {
    const answer = await fetch(new URL(path, this.base));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const content = await read(answer);
    this.ready();
    return content;
  }
}
