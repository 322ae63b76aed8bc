// Going to a slide by its number or a word of its title.

import { Dialog } from "../../kit/dialog";
import { h, setAttribute } from "../../kit/dom";
import { headingOf } from "../../slide/heading";
import type { TalkSlide } from "../../wire";

/** Slides that fit what was typed: a number counts as that slide first, then words of titles, sections and texts. */
export function matching(slides: readonly TalkSlide[], typed: string): TalkSlide[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return slides.slice();
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  const exact = slides.filter((slide) => slide.slide === number);
  const inTitle = slides.filter((slide) => slide.slide !== number && [slide.title, slide.section ?? ""].some((words) => words.toLowerCase().includes(wanted)));
  const inText = slides.filter(
    (slide) => slide.slide !== number && !inTitle.includes(slide) && slide.text.toLowerCase().includes(wanted),
  );
  return exact.concat(inTitle, inText);
}

/** Opens the dialog. */
export function openGoTo(slides: readonly TalkSlide[], current: number, go: (n: number) => void): void {
  const dialog = new Dialog({ title: "Go to slide", class: "dialog-goto" });
  const list = h("ul", { class: "goto-list", id: "goto-list", role: "listbox", "aria-label": "Slides" });
  const field = h("input", {
    class: "field", role: "combobox", "aria-expanded": "true", "aria-controls": "goto-list", "aria-autocomplete": "list",
    "aria-label": "Number or title", placeholder: "Number or title", autocomplete: "off", spellcheck: "false",
  });
  let found: TalkSlide[] = [];
  let active = 0;

  const choose = (slide: TalkSlide | undefined): void => {
    if (!slide) return;
    dialog.close();
    go(slide.slide);
  };
  const mark = (n: number): void => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = Math.min(found.length - 1, Math.max(0, n));
    const option = list.children[active];
    setAttribute(field, "aria-activedescendant", option ? option.id : null);
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  };
  const fill = (): void => {
    found = matching(slides, field.value);
    list.replaceChildren(
      ...found.map((slide) =>
        h("li", { id: "goto-" + slide.slide, role: "option", "aria-selected": "false", class: "goto-option", onclick: () => choose(slide) },
          h("span", { class: "goto-number", text: String(slide.slide) }),
          h("span", { class: "goto-title", dir: "auto", text: headingOf(slide) || "Untitled" }),
          slide.section && h("span", { class: "goto-section", dir: "auto", text: slide.section }),
        ),
      ),
    );
    if (found.length === 0) list.replaceChildren(h("li", { class: "goto-none", text: "No slide has that number or title." }));
    mark(field.value ? 0 : found.findIndex((slide) => slide.slide === current));
  };

  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && !event.isComposing) choose(found[active]);
    else return;
    event.preventDefault();
  });
  dialog.body.append(field, list);
  dialog.show(field);
  fill();
}
