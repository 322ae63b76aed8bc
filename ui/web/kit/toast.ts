// Short messages at the edge, some with one thing to do. They wait while
// somebody points at them or has the focus in them.

import { button } from "./button";
import { h, setText } from "./dom";
import { icon } from "./icons";

export interface ToastAction {
  label: string;
  run(): void;
}

const PLAIN = 5000;
const WITH_ACTION = 12000;

let latest: Toast | null = null;

class Toast {
  readonly element: HTMLElement;
  private timer = 0;

  constructor(text: string, private readonly action: ToastAction | null, trouble: boolean) {
    this.element = h("div", { class: trouble ? "toast trouble" : "toast" },
      trouble && icon("warning"),
      h("span", { class: "toast-text", text }),
      action && button({ text: action.label, class: "toast-action", click: () => this.run() }),
      button({ icon: "close", label: "Dismiss", class: "is-quiet", click: () => this.close() }),
    );
    for (const name of ["pointerenter", "focusin"]) this.element.addEventListener(name, () => this.hold());
    for (const name of ["pointerleave", "focusout"]) this.element.addEventListener(name, () => this.expire());
    this.expire();
  }

  run(): void {
    this.close();
    this.action?.run();
  }

  close(): void {
    this.hold();
    this.element.remove();
    if (latest === this) latest = null;
  }

  get undoable(): boolean {
    return this.action !== null;
  }

  private hold(): void {
    window.clearTimeout(this.timer);
  }

  private expire(): void {
    this.hold();
    this.timer = window.setTimeout(() => this.close(), this.action ? WITH_ACTION : PLAIN);
  }
}

/** Says something; a newer message takes the place of the one before. */
export function say(text: string, action: ToastAction | null = null): void {
  put(new Toast(text, action, false));
}

/** Says that something went wrong. */
export function complain(error: unknown): void {
  const { detail, message } = error as { detail?: string; message?: string };
  put(new Toast(detail || message || "Something went wrong.", null, true));
}

/** Says how something goes that takes its time, until it is over, whatever else is said meanwhile. */
export class Progress {
  private readonly text = h("span", { class: "toast-text tabular", "aria-live": "off" });
  private readonly element: HTMLElement;

  constructor(text: string, cancel: () => void) {
    this.element = h("div", { class: "toast is-progress" }, this.text, button({ text: "Cancel", class: "toast-action", click: cancel }));
    this.say(text);
    document.getElementById("toasts")!.append(this.element);
  }

  say(text: string): void {
    setText(this.text, text);
  }

  end(): void {
    this.element.remove();
  }
}

/** Does what the latest message offers (Ctrl+Z). */
export function undoLatest(): void {
  if (latest?.undoable) latest.run();
}

function put(toast: Toast): void {
  latest?.close();
  latest = toast;
  let place = document.getElementById("toasts")!;
  // A modal dialog covers everything outside it; a message belongs on top.
  const dialogs = document.querySelectorAll("dialog[open]");
  if (dialogs.length > 0) place = dialogs[dialogs.length - 1] as HTMLElement;
  place.append(toast.element);
}
