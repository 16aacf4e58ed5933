import type { SaidEvent } from "./mixing";

/** What was signed and spelled so far: `Transcript.written` of Python, for both. */
export class Said {
  private events: SaidEvent[] = [];

  add(events: readonly SaidEvent[]): void {
    for (const event of events) {
      if (event.kind !== "letter" && event.kind !== "sign") {
        const last = this.events.at(-1)?.kind;
        if (last === "space" && event.kind === "line") this.events.pop();
        if (last === "letter" || last === "sign" || (last === "space" && event.kind === "line"))
          this.events.push(event);
        continue;
      }
      for (let left = event.replaces; left > 0 && this.events.at(-1)?.kind === "letter"; left -= 1) this.events.pop();
      this.events.push(event);
    }
  }

  clear(): void {
    this.events = [];
  }

  toString(): string {
    let text = "";
    let before: SaidEvent["kind"] = "line";
    for (const event of this.events) {
      if (event.kind === "line") text = `${text.trimEnd()}\n`;
      else if (event.kind === "space") text += " ";
      else {
        const apart = event.kind === "sign" ? before !== "line" && before !== "space" : before === "sign";
        text += apart ? ` ${textOf(event)}` : textOf(event);
      }
      before = event.kind;
    }
    return text.trim();
  }
}

const textOf = (event: SaidEvent): string => (event.kind === "sign" ? event.name : event.letter);
