// The password of a locked file.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h } from "../../kit/dom";

/** What is said of a locked file; again: a password was tried. */
export function lockedWords(name: string, again: boolean): string {
  return again ? "That is not its password." : `${name} is locked with a password.`;
}

export function passwordField(name: string): HTMLInputElement {
  return h("input", { type: "password", class: "field import-password", "aria-label": `Password of ${name}`, placeholder: "Password", autocomplete: "off", maxlength: 1024 });
}

/** Asks for it; "" where nothing was typed. */
export function askPassword(name: string, again: boolean): Promise<string> {
  return new Promise((resolve) => {
    let typed = "";
    const dialog = new Dialog({ title: `Open ${name}`, class: "dialog-ask", onclose: () => resolve(typed) });
    const field = passwordField(name);
    const form = h("form", null, h("p", { text: lockedWords(name, again) }), field,
      h("div", { class: "dialog-actions" }, button({ text: "Cancel", click: () => dialog.close() }), h("button", { type: "submit", class: "button is-primary", text: "Open" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      typed = field.value;
      if (typed) dialog.close();
    });
    dialog.body.append(form);
    dialog.show(field);
  });
}
