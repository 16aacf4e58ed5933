/** The element of the page with this name. */
export function element<E extends Element = HTMLElement>(id: string): E {
  const match = document.querySelector<E>(`#${id}`);
  if (match === null) throw new Error(`the page has no ${id}`);
  return match;
}

export function click(id: string, action: () => unknown): void {
  element(id).addEventListener("click", () => void action());
}

/** A button that is not in the page from the start; name: what it is called where its text does not say all. */
export function button(text: string, name: string, action: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", action);
  return made;
}

/** Changes only what is another: the page is not laid out anew for nothing. */
export function setText(id: string, said: string): void {
  const place = element(id);
  if (place.textContent !== said) place.textContent = said;
}

/** How much of what reads is loaded, of 1; null when it is no longer waited for. */
export function showLoading(done: number | null): void {
  const bar = element<HTMLProgressElement>("loading");
  element("getting-ready").hidden = done === null;
  bar.value = done ?? 0;
}

/** Milliseconds for which it is said that something was done. */
const SAID = 4000;

export function notice(said: string): void {
  element("notice").textContent = said;
}

/** A notice that goes away by itself. */
export function mention(said: string): void {
  notice(said);
  setTimeout(() => element("notice").textContent === said && notice(""), SAID);
}
