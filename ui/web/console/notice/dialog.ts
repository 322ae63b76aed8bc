// Puts an urgent message over every screen: written here, and asked about once more.

import { button } from "../../kit/button";
import { ask, Dialog, dialogOpen } from "../../kit/dialog";
import { h } from "../../kit/dom";
import { isTyping, keyOf, withModifier } from "../../kit/keys";
import { BEGINNINGS, LONGEST, notices, written } from "./notice";

export function openNotice(): void {
  const dialog = new Dialog({ title: "Urgent message", class: "dialog-notice" });
  const field = h("textarea", { class: "field notice-field", "aria-label": "Urgent message", maxlength: LONGEST, rows: 4, dir: "auto" });
  field.value = notices.text;
  const begin = (text: string): void => {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
  };
  const show = async (): Promise<void> => {
    const text = written(field.value);
    if (!text) {
      field.focus();
      return;
    }
    const sure = await ask({ title: "Cover every screen with this?", text: `“${text}”`, yes: "Show it everywhere", danger: true });
    if (sure && (await notices.show(text))) dialog.close();
  };
  dialog.body.append(
    h("p", { text: "It covers all screens and all phones, whatever is live, until somebody takes it back." }),
    h("div", { class: "notice-beginnings" }, ...BEGINNINGS.map(([name, text]) => button({ text: name, click: () => begin(text) }))),
    field,
    h("div", { class: "dialog-actions" },
      button({ text: "Cancel", click: () => dialog.close() }),
      button({ icon: "warning", text: "Show on every screen …", class: "is-danger", click: () => void show() }),
    ),
  );
  dialog.show(field);
}

/** Opens it by its key. */
export function hearNoticeKey(): void {
  document.addEventListener("keydown", (event) => {
    if (keyOf(event) !== "!" || withModifier(event) || dialogOpen() || isTyping(event.target)) return;
    event.preventDefault();
    openNotice();
  });
}
