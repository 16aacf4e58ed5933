/** The part of the page with this name. */
export function part<E extends Element = HTMLElement>(id: string): E {
  const found = document.querySelector<E>(`#${id}`);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}
