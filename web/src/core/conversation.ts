/** A talk of two: what one signed, and what the other wrote or said. */
export interface Turn {
  readonly who: "signed" | "written";
  readonly text: string;
}

export class Conversation {
  private list: Turn[] = [];

  get turns(): readonly Turn[] {
    return this.list;
  }

  /** Adds what somebody said; nothing where there is none. */
  add(who: Turn["who"], text: string): void {
    const said = text.trim();
    if (said !== "") this.list.push({ who, text: said });
  }

  /** Changes a turn; one that is emptied goes. */
  edit(number: number, text: string): void {
    const turn = this.list[number];
    if (turn === undefined) return;
    const said = text.trim();
    this.list.splice(number, 1, ...(said === "" ? [] : [{ ...turn, text: said }]));
  }

  clear(): void {
    this.list = [];
  }

  /** As text, a line each, with who said it. */
  toText(names: Readonly<Record<Turn["who"], string>>): string {
    return this.list.map(({ who, text }) => `${names[who]}: ${text}\n`).join("");
  }
}
