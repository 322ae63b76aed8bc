// What a slide's HTML does not say by itself, as classes: old browsers have no :has().

/** Names pictures that stand alone, tasks, and what belongs to the stage. */
export function markSlide(slide: HTMLElement, body: HTMLElement): void {
  moveFurniture(slide, body);
  markPictures(body);
  nameBoxes(body);
  body.querySelectorAll("li > input[type=checkbox], li > p:first-child > input[type=checkbox]").forEach((box) => {
    box.closest("li")?.classList.add("task");
  });
}

/** The boxes of a task list have no words of their own for screen readers. */
export function nameBoxes(body: HTMLElement): void {
  body.querySelectorAll<HTMLInputElement>("input[type=checkbox]").forEach((box) => {
    box.setAttribute("aria-label", box.checked ? "Completed task" : "Incomplete task");
  });
}

/** Backgrounds, header, footer and number stand on the stage, not among the words. */
function moveFurniture(slide: HTMLElement, body: HTMLElement): void {
  const own = (selector: string): Element[] => Array.from(body.children).filter((child) => child.matches(selector));
  own("div.ground").forEach((ground) => {
    slide.insertBefore(ground, body);
    // Pictures share the ground; a colour lies over all of it.
    ground.querySelectorAll(":scope > div").forEach((pane) => pane.classList.toggle("wash", !pane.querySelector("img, canvas")));
  });
  const around = own("header.head, footer.foot, div.page-number");
  slide.append(...around);
  slide.classList.toggle("has-head", around.some((part) => part.matches(".head")));
  slide.classList.toggle("has-foot", around.some((part) => !part.matches(".head")));
}

/** A paragraph of one picture and nothing else takes the room that is left. */
function markPictures(body: HTMLElement): void {
  body.querySelectorAll("p, figure").forEach((block) => {
    const pictures = block.querySelectorAll("img, canvas, .missing");
    if (pictures.length === 0 || wordsOf(block) !== Array.from(pictures, wordsOf).join("")) return;
    const around = block.parentElement;
    if (around === body || around?.classList.contains("col")) block.classList.add("figure");
    if (pictures.length > 1) block.classList.add("is-row");
    if (!block.querySelector("img, canvas")) block.classList.add("is-missing");
    if (block.querySelector("img.is-sized")) block.classList.add("is-sized");
  });
}

/** All that can be read in an element, in one line. */
export function wordsOf(element: Element): string {
  return (element.textContent || "").replace(/\s+/g, " ").trim();
}

/** Blocks in a wrapper that has no layout of its own have the space between them that others have. */
export function markWrappers(body: HTMLElement): void {
  const wrappers = Array.from(body.querySelectorAll("div, section, article, blockquote > div, td > div"));
  // All are asked before the first is changed: else each answer would need all styles anew.
  const plain = wrappers.filter((wrapper) => !wrapper.matches(".cols, .flow") && getComputedStyle(wrapper).display === "block");
  plain.forEach((wrapper) => wrapper.classList.add("flow"));
}
