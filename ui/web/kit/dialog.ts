// Dialogs of our own: a window made by a webview has no confirm() and alert().

import { button } from "./button";
import { h } from "./dom";

export interface DialogOptions {
  title: string;
  class?: string;
  /** It is only read: a clicker's key closes it and does what it does without it. */
  reading?: boolean;
  /** Called once it is closed, however that came about. */
  onclose?: () => void;
}

/**
 * A modal dialog with a heading and a close button. <dialog> keeps the focus
 * inside, gives it back afterwards, and closes on Esc.
 */
export class Dialog {
  readonly element: HTMLDialogElement;
  readonly body: HTMLElement;

  constructor(options: DialogOptions) {
    const close = button({ icon: "close", label: "Close", title: "Close (Esc)", class: "is-quiet", click: () => this.close() });
    const id = "dialog-" + ++made;
    this.body = h("div", { class: "dialog-body" });
    this.element = h("dialog", { class: `dialog ${options.reading ? "is-read-only " : ""}${options.class || ""}`, "aria-labelledby": id },
      h("header", { class: "dialog-head" }, h("h2", { id, text: options.title }), close),
      this.body,
    );
    this.element.addEventListener("close", () => {
      this.element.remove();
      options.onclose?.();
    });
    // A click on the backdrop has the dialog itself as its target.
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.close();
    });
  }

  show(focus?: HTMLElement): void {
    document.body.append(this.element);
    this.element.showModal();
    (focus || this.body.querySelector<HTMLElement>("[autofocus]") || this.element).focus();
  }

  close(): void {
    if (this.element.open) this.element.close();
  }
}

let made = 0;

/** True while any modal dialog is open: keys belong to it then. */
export function dialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** Closes the dialog that is open if it is only read; returns whether none is open any more. */
export function closeReading(): boolean {
  const open = document.querySelector<HTMLDialogElement>("dialog[open]");
  if (open && open.classList.contains("is-read-only")) open.close();
  return !dialogOpen();
}

export interface Question {
  title: string;
  text: string;
  yes: string;
  danger?: boolean;
}

/** Asks, and resolves to whether the answer was yes. Enter answers yes, Esc no. */
export async function ask(question: Question): Promise<boolean> {
  return (await choose(question.title, question.text, [{ text: question.yes, answer: true, danger: question.danger }])) || false;
}

export interface Choice<T> {
  text: string;
  answer: T;
  danger?: boolean;
}

/** Offers choices, the usual one first; resolves to null when none was taken. Enter takes the usual one, Esc none. */
export function choose<T>(title: string, text: string, choices: readonly Choice<T>[]): Promise<T | null> {
  return new Promise((resolve) => {
    let answer: T | null = null;
    const dialog = new Dialog({ title, class: "dialog-ask", onclose: () => resolve(answer) });
    const buttons = choices.map((choice, i) =>
      button({
        text: choice.text,
        class: choice.danger ? "is-danger" : i === 0 ? "is-primary" : "",
        click: () => {
          answer = choice.answer;
          dialog.close();
        },
      }));
    dialog.body.append(
      h("p", { text }),
      h("div", { class: "dialog-actions" }, button({ text: "Cancel", click: () => dialog.close() }), ...buttons.slice().reverse()),
    );
    dialog.show(buttons[0]);
  });
}
