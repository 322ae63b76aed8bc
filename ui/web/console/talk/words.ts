// Words for the room: typed here, on every screen for a moment, and back by the same key.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h, setAttribute } from "../../kit/dom";
import { keyOf } from "../../kit/keys";
import { recall, remember } from "../../kit/settings";
import type { Desk, Tool } from "./tool";

/** What the database takes. */
const MOST = 500;

export function wordsTool(desk: Desk): Tool {
  const toggle = (): void => {
    if (!desk.deck) return;
    if (desk.deck.words) void desk.change({ words: "" });
    else open(desk);
  };
  const sign = button({ icon: "letters", label: "Words on the screens", title: "Words on the screens (Shift W)", class: "is-quiet", click: toggle });
  return {
    button: sign,
    key(event) {
      const key = keyOf(event);
      if (key === "Shift+w" || (key === "Escape" && desk.deck?.words)) toggle();
      else return false;
      return true;
    },
    update: () => setAttribute(sign, "aria-pressed", String(Boolean(desk.deck?.words))),
    status: () => (desk.deck?.words ? { tone: "tool", label: "Words", text: `“${short(desk.deck.words)}” lies over the slide until you move on (Esc).` } : undefined),
  };
}

function open(desk: Desk): void {
  const dialog = new Dialog({ title: "Words on the screens", class: "dialog-ask" });
  const field = h("textarea", { class: "field words-field", "aria-label": "Words", maxlength: MOST, rows: 3, dir: "auto" });
  field.value = recall("words", "");
  const show = (): void => {
    const words = field.value.replace(/[\u0000-\u0009\u000b-\u001f]/g, " ").trim();
    dialog.close();
    if (!words) return;
    remember("words", words);
    void desk.change({ words });
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    show();
  });
  dialog.body.append(
    h("p", { text: "Every screen shows them over the slide, until you move on or take them back." }),
    field,
    h("div", { class: "dialog-actions" },
      button({ text: "Cancel", click: () => dialog.close() }),
      button({ text: "Show", title: "Show (Enter)", class: "is-primary", click: show }),
    ),
  );
  dialog.show(field);
  field.select();
}

function short(words: string): string {
  const line = words.replace(/\s+/g, " ");
  return line.length > 40 ? line.slice(0, 40).trim() + "…" : line;
}
