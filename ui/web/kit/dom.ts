// Building DOM by hand, in one short function.

type Child = Node | string | null | undefined | false;
type Listener = (event: any) => void;
type Props = { [name: string]: string | number | boolean | null | undefined | Listener };

/**
 * Makes an element. A property that is a function becomes a listener
 * (`onclick` listens to "click"), `text` its text, anything else an attribute;
 * false, null and undefined leave the attribute out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = plain(String(value ?? ""));
    else setAttribute(element, name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Sets, or for false, null and undefined removes, an attribute; touches nothing that is right already. */
export function setAttribute(element: Element, name: string, value: string | number | boolean | null | undefined): void {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Changes a text only when it differs, so that screen readers are not told twice. */
export function setText(element: Element, text: string): void {
  const clean = plain(text);
  if (element.textContent !== clean) element.textContent = clean;
}

/**
 * Text without the characters that turn the letters after them round: a
 * stranger's title must not be read as another. (Marks of direction stay.)
 */
export function plain(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
}

/** "1 slide", "24 slides". */
export function count(n: number, one: string, many = one + "s"): string {
  return `${n.toLocaleString()} ${n === 1 ? one : many}`;
}

/** The element of the page's own HTML that has this id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id) as E | null;
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

/** Puts children in order, moving only those that stand wrong: a moved element loses its focus. */
export function arrange(parent: Element, order: readonly Element[]): void {
  order.forEach((element, i) => {
    const there = parent.children[i];
    if (there !== element) parent.insertBefore(element, there || null);
  });
}
