// An import that this page did not begin: how far it is, or why it failed.

import { button } from "../../kit/button";
import { h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { sentence } from "../../line/api";
import type { ImportEvent } from "../../wire";

export class OtherImport {
  readonly element: HTMLElement;
  private readonly fill = h("span", { class: "import-fill" });
  private readonly bar = h("div", { class: "import-bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 }, this.fill);
  private readonly area = h("div", { class: "import-area" }, this.bar);
  private readonly title = h("h2", { class: "card-title" });
  private readonly phase = h("p", { class: "card-meta" });
  private readonly actions = h("div", { class: "card-tools" });

  constructor(private readonly onDismiss: () => void) {
    this.element = h("li", { class: "card import-card" },
      this.area, h("div", { class: "card-body" }, h("div", { class: "card-heading" }, this.title), this.phase), this.actions);
  }

  progress(event: ImportEvent): void {
    setText(this.title, event.name || "A deck");
    this.bar.setAttribute("aria-label", `Importing ${event.name}`);
    if (event.error) {
      this.fail(sentence(event.error));
      return;
    }
    const part = event.total > 0 ? event.done / event.total : 0;
    setText(this.phase, event.waiting ? "Waiting for the one before" : event.total > 0 ? `Slide ${event.done} of ${event.total}` : "Reading");
    this.bar.setAttribute("aria-valuenow", String(Math.round(part * 100)));
    this.fill.style.transform = `scaleX(${part})`;
  }

  private fail(why: string): void {
    this.element.classList.add("is-failed");
    this.area.replaceChildren(icon("warning"), h("p", { class: "import-error", role: "alert", text: why }));
    setText(this.phase, "Not imported");
    this.actions.replaceChildren(button({ text: "Dismiss", click: this.onDismiss }));
  }
}
