// The buttons of the console, all of one make.

import { h } from "./dom";
import { icon, type IconName } from "./icons";

export interface ButtonOptions {
  icon?: IconName;
  /** The words on it; they may be hidden where it is narrow, and name it there. */
  text?: string;
  /** What screen readers say, where that is not the text. */
  label?: string;
  /** What the pointer is told: often the key as well. */
  title?: string;
  class?: string;
  click(event: Event): void;
}

export function button(options: ButtonOptions): HTMLButtonElement {
  const iconOnly = options.icon && !options.text;
  return h("button", {
    type: "button",
    class: `button${iconOnly ? " is-icon" : ""}${options.class ? " " + options.class : ""}`,
    "aria-label": options.label || (iconOnly ? options.title : null),
    title: options.title,
    onclick: options.click,
  }, options.icon && icon(options.icon), options.text && h("span", { class: "button-text", text: options.text }));
}
