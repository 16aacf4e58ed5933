/** The part of the page with this name. */
export function part<E extends Element = HTMLElement>(id: string): E {
  const found = document.querySelector<E>(`#${id}`);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

export function click(id: string, action: () => unknown): void {
  part(id).addEventListener("click", () => void action());
}

/** Only what changed: the page is not laid out anew for nothing. */
export function tell(id: string, said: string): void {
  const place = part(id);
  if (place.textContent !== said) place.textContent = said;
}

/** Milliseconds for which it is said that something was done. */
const SAID = 4000;

export function notice(said: string): void {
  part("notice").textContent = said;
}

/** A notice that goes away by itself. */
export function mention(said: string): void {
  notice(said);
  setTimeout(() => part("notice").textContent === said && notice(""), SAID);
}
