// One part of the programme: what it is, for how long, when, and where.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import type { ProgrammeItem } from "../../wire";
import { dayNames, isName, LEAST_SECONDS, MOST_SECONDS, screensOf, strangers, toggled } from "./programme";

export interface RowHooks {
  /** Something of it was edited. */
  edited(item: ProgrammeItem): void;
  move(by: 1 | -1): void;
  remove(): void;
}

/** title is of its deck; first and last are where it stands in the list; known is what screens are called. */
export function row(item: ProgrammeItem, title: string, first: boolean, last: boolean, known: readonly string[], hooks: RowHooks): HTMLElement {
  const now = { ...item };
  const edit = (part: Partial<ProgrammeItem>): void => {
    Object.assign(now, part);
    tell();
    hooks.edited({ ...now });
  };
  const seconds = h("input", { class: "field", type: "number", min: LEAST_SECONDS, max: MOST_SECONDS, step: "any", value: item.seconds, inputmode: "decimal" });
  seconds.addEventListener("change", () => {
    const asked = Number(seconds.value.replace(",", "."));
    const given = asked > 0 ? Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, asked)) : now.seconds;
    seconds.value = String(given);
    if (given !== now.seconds) edit({ seconds: given });
  });
  const days = dayNames().map((name, i) => {
    const box = h("input", { type: "checkbox", checked: item.days.includes(i + 1) });
    box.addEventListener("change", () => {
      const chosen = now.days.filter((day) => day !== i + 1).concat(box.checked ? [i + 1] : []).sort();
      if (chosen.length === 0) box.checked = true; // a part of no day is removed instead
      else edit({ days: chosen });
    });
    return h("label", { class: "programme-day" }, box, h("span", { text: name }));
  });
  const hour = (value: string, take: (value: string) => void): HTMLInputElement => {
    const field = h("input", { class: "field", type: "time", value });
    field.addEventListener("change", () => take(field.value.slice(0, 5)));
    return field;
  };
  const screens = h("input", { class: "field", type: "text", value: item.screens.join(", "), placeholder: "All", autocomplete: "off", maxlength: 2000 });
  screens.addEventListener("change", () => edit({ screens: screensOf(screens.value, known.concat(now.screens)) }));
  const nobody = h("p", { class: "programme-nobody", role: "status" });
  const choices = known.map((name) => {
    const box = h("input", { type: "checkbox" });
    box.addEventListener("change", () => edit({ screens: toggled(now.screens, name) }));
    return { name, box, label: h("label", { class: "programme-day", dir: "auto" }, box, h("span", { text: name })) };
  });
  const tell = (): void => {
    screens.value = now.screens.join(", ");
    for (const { name, box } of choices) box.checked = now.screens.some((one) => isName(one, name));
    const names = strangers(now.screens, known);
    nobody.hidden = names.length === 0;
    setText(nobody, names.length === 0 ? "" : `No screen is called ${names.map((name) => `“${name}”`).join(" or ")} so far`);
  };
  tell();
  return h("li", { class: "programme-item" },
    h("div", { class: "programme-head" },
      h("h3", { dir: "auto", text: title }),
      button({ icon: "up", label: `Earlier: ${title}`, title: "Earlier", class: `is-quiet${first ? " is-out" : ""}`, click: () => hooks.move(-1) }),
      button({ icon: "down", label: `Later: ${title}`, title: "Later", class: `is-quiet${last ? " is-out" : ""}`, click: () => hooks.move(1) }),
      button({ icon: "trash", label: `Remove: ${title}`, title: "Remove", class: "is-quiet", click: () => hooks.remove() })),
    h("div", { class: "programme-fields" },
      labelled(item.deck === 0 ? "Seconds" : "Seconds a slide", seconds, "is-short"),
      labelled("From", hour(item.begins, (begins) => edit({ begins })), "is-hour"),
      labelled("To", hour(item.ends, (ends) => edit({ ends })), "is-hour"),
      labelled("On screens (names, with commas)", screens, "is-wide"),
      nobody,
      choices.length > 0 && h("fieldset", { class: "programme-days" }, h("legend", { text: "Screens: none of them is all" }), ...choices.map(({ label }) => label)),
      h("fieldset", { class: "programme-days" }, h("legend", { text: "Days" }), ...days)),
  );
}

function labelled(text: string, field: HTMLElement, name: string): HTMLElement {
  return h("label", { class: `programme-field ${name}` }, h("span", { text }), field);
}
