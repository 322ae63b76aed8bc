// An import in the library: a card that fills up slide by slide, can be
// cancelled, and keeps its error readable until it is dismissed.

import { button } from "../../kit/button";
import { count, h, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import type { ImportEvent } from "../../wire";
import { lockedWords, passwordField } from "./password";
import { type Imported, type NamedFile, nameOf, Upload } from "./upload";

export interface ImportHooks {
  done(card: ImportCard, deck: Imported): void;
  failed(card: ImportCard): void;
  /** The card is to go: cancelled or dismissed. */
  over(card: ImportCard): void;
  /** It failed, and is to be started once more when its turn comes. */
  retry(card: ImportCard): void;
}

/** More slides than this share cells. */
const CELLS = 60;

export class ImportCard {
  readonly element: HTMLElement;
  private readonly cells = h("div", { class: "import-cells", "aria-hidden": "true" });
  private readonly phase = h("p", { class: "card-meta" });
  private readonly bar: HTMLElement;
  private readonly actions = h("div", { class: "card-tools" });
  private readonly area: HTMLElement;
  private upload: Upload | null = null;
  private reading = false;
  private password = "";

  constructor(private readonly files: NamedFile[], private readonly hooks: ImportHooks) {
    const name = nameOf(files);
    this.bar = h("div", { class: "import-bar", role: "progressbar", "aria-label": `Importing ${name}`, "aria-valuemin": 0, "aria-valuemax": 100 },
      h("span", { class: "import-fill" }));
    this.area = h("div", { class: "import-area" }, this.cells, this.bar);
    this.element = h("li", { class: "card import-card", tabindex: -1 },
      this.area,
      h("div", { class: "card-body" },
        h("div", { class: "card-heading" }, h("h2", { class: "card-title", title: name, text: name })),
        this.phase),
      this.actions,
    );
    this.wait();
  }

  get uploadID(): string {
    return this.upload ? this.upload.id : "";
  }

  /** Stands in the queue. */
  private wait(): void {
    this.element.classList.remove("is-failed");
    this.cells.replaceChildren();
    this.area.replaceChildren(this.cells, this.bar);
    this.actions.replaceChildren();
    this.button("Cancel", () => this.cancel());
    this.fill(0);
    setText(this.phase, "Waiting for the one before");
  }

  start(): void {
    setText(this.phase, "Sending");
    this.upload = new Upload(this.files, this.password, {
      sent: (fraction) => {
        if (fraction < 1) {
          setText(this.phase, `Sending, ${Math.floor(fraction * 100)} %`);
          this.fill(fraction);
        } else if (!this.reading) {
          this.read();
        }
      },
      done: (deck) => this.hooks.done(this, deck),
      failed: (error) => this.fail(error),
    });
    this.upload.start();
  }

  /** Takes what the presenter's stream says of this import. */
  progress(event: ImportEvent): void {
    if (event.waiting) setText(this.phase, "Waiting for another import");
    if (event.error || event.total <= 0) return;
    setText(this.phase, `Slide ${event.done} of ${event.total}`);
    this.fill(event.done / event.total);
    // A late word about the bytes must not undo this.
    this.reading = true;
    const cells = Math.min(event.total, CELLS);
    if (this.cells.childElementCount !== cells) {
      this.cells.replaceChildren(...Array.from({ length: cells }, () => h("span")));
      // Nearly as many rows as columns gives cells the shape of slides.
      this.cells.style.setProperty("--columns", String(Math.max(1, Math.ceil(Math.sqrt(cells)))));
    }
    const full = Math.floor((event.done / event.total) * cells);
    Array.from(this.cells.children).forEach((cell, i) => cell.classList.toggle("full", i < full));
  }

  private fail(error: Error): void {
    const { locked, detail, message } = error as { locked?: boolean; detail?: string; message: string };
    this.element.classList.add("is-failed");
    this.area.replaceChildren(icon("warning"), h("p", { class: "import-error", role: "alert", text: detail || message }));
    setText(this.phase, `Not imported · ${count(this.files.length, "file")}`);
    this.actions.replaceChildren();
    if (locked) this.askPassword();
    else this.button("Try again", () => this.retry());
    this.button("Dismiss", () => this.hooks.over(this));
    this.hooks.failed(this);
  }

  private retry(): void {
    this.wait();
    this.hooks.retry(this);
  }

  /** The file is locked: it is kept, and sent again with what is typed. */
  private askPassword(): void {
    const again = this.password !== "";
    setText(this.area.lastElementChild as HTMLElement, lockedWords(nameOf(this.files), again));
    const field = passwordField(nameOf(this.files));
    const form = h("form", { class: "import-unlock" }, field, h("button", { type: "submit", class: "button is-primary", text: "Open" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!field.value) return;
      this.password = field.value;
      this.retry();
    });
    field.addEventListener("keydown", (event) => event.stopPropagation());
    this.area.append(form);
    if (again || document.activeElement === document.body) field.focus();
  }

  /** It is a deck, most likely a newer form of another one: which the person may want in its place. */
  offer(said: string, old: string, replace: () => void): void {
    this.element.classList.add("is-offer");
    this.area.replaceChildren(icon("info"), h("p", { class: "import-error", role: "status",
      text: said }));
    setText(this.phase, "Imported as a new deck");
    this.actions.replaceChildren();
    this.button(`Replace ${old}`, () => {
      this.hooks.over(this);
      replace();
    });
    this.button("Keep both", () => this.hooks.over(this));
  }

  private cancel(): void {
    this.upload?.cancel();
    this.hooks.over(this);
  }

  /** All is sent; until the first slide comes back nobody knows how many there are. */
  private read(): void {
    this.reading = true;
    setText(this.phase, "Reading");
    this.bar.removeAttribute("aria-valuenow");
    this.bar.classList.add("is-reading");
  }

  private fill(fraction: number): void {
    this.reading = false;
    this.bar.classList.remove("is-reading");
    const percent = Math.round(fraction * 100);
    this.bar.setAttribute("aria-valuenow", String(percent));
    (this.bar.firstElementChild as HTMLElement).style.transform = `scaleX(${fraction})`;
  }

  private button(text: string, run: () => void): void {
    this.actions.append(button({ text, click: run }));
  }
}
