// One deck of the library.

import { button } from "../../kit/button";
import { copyText } from "../../kit/copy";
import { count, h, setAttribute, setText } from "../../kit/dom";
import { icon } from "../../kit/icons";
import { isTyping, keyOf, withModifier } from "../../kit/keys";
import { complain, say } from "../../kit/toast";
import type { Deck } from "../decks";
import { Cover, FORMATS } from "./cover";

export interface CardHooks {
  open(deck: Deck): void;
  present(deck: Deck): void;
  rename(deck: Deck, title: string): Promise<unknown>;
  publish(deck: Deck, published: boolean): Promise<unknown>;
  export(deck: Deck): void;
  remove(deck: Deck): void;
  report(deck: Deck): void;
}

export class Card {
  readonly element: HTMLElement;
  readonly cover: HTMLButtonElement;
  private readonly face = new Cover();
  private readonly title: HTMLElement;
  private readonly badge = h("span", { class: "pill live" }, icon("live", 16), h("span", { text: "Live" }));
  private readonly meta = h("p", { class: "card-meta" });
  private readonly warnings: HTMLButtonElement;
  private readonly present: HTMLButtonElement;
  private readonly pencil: HTMLButtonElement;
  private readonly globe: HTMLButtonElement;
  private readonly arrow: HTMLButtonElement;
  private readonly trash: HTMLButtonElement;
  private readonly about: HTMLButtonElement;
  private readonly address: HTMLElement;
  private readonly extras: HTMLElement;

  constructor(private deck: Deck, private readonly hooks: CardHooks) {
    const id = "deck-" + deck.id;
    this.title = h("h2", { class: "card-title", id });
    this.cover = h("button", { type: "button", class: "card-open", onclick: () => hooks.open(this.deck) });
    this.present = button({ icon: "play", text: "Present", class: "is-primary card-present", click: () => hooks.present(this.deck) });
    this.pencil = button({ icon: "pencil", class: "is-quiet", click: () => this.rename() });
    this.globe = button({ icon: "link", class: "is-quiet", click: () => this.togglePublished() });
    this.arrow = button({ icon: "download", class: "is-quiet", click: () => hooks.export(this.deck) });
    this.trash = button({ icon: "trash", class: "is-quiet", click: () => hooks.remove(this.deck) });
    this.warnings = h("button", { type: "button", class: "card-warnings", onclick: () => hooks.report(this.deck) });
    this.address = h("p", { class: "card-address" },
      h("a", { href: `/decks/${deck.id}`, target: "_blank", rel: "noopener", text: `/decks/${deck.id}` }),
      button({ icon: "copy", label: `Copy the link to ${deck.title}`, title: "Copy link", class: "is-quiet", click: () => this.copyLink() }),
    );
    this.about = button({ icon: "more", class: "is-quiet", click: () => hooks.report(this.deck) });
    this.extras = h("div", { class: "card-extras" }, this.warnings, this.address);
    this.element = h("li", { class: "card" },
      this.face.element,
      this.cover,
      h("div", { class: "card-body" },
        h("div", { class: "card-heading" }, this.title, this.badge),
        this.meta,
        this.extras,
      ),
      h("div", { class: "card-tools", role: "group", "aria-labelledby": id }, this.present, this.about, this.globe, this.arrow, this.pencil, this.trash),
    );
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.update(deck);
  }

  update(deck: Deck): void {
    this.deck = deck;
    this.face.show(deck);
    if (!this.title.querySelector("input")) setText(this.title, deck.title);
    this.title.title = deck.title;
    this.element.classList.toggle("is-live", deck.live);
    this.badge.hidden = !deck.live;
    setText(this.meta, this.description());
    setAttribute(this.cover, "aria-label", `Open ${deck.title}`);

    setText(this.present.lastElementChild!, deck.live ? "Continue" : "Present");
    setAttribute(this.present, "aria-label", `${deck.live ? "Continue" : "Present"} ${deck.title}`);
    label(this.about, `How ${deck.title} was imported, and replacing it`, "How it was imported; replace it by a file");
    label(this.pencil, `Rename ${deck.title}`, "Rename (F2)");
    label(this.arrow, `Export ${deck.title}`, "Export (E)");
    label(this.trash, `Delete ${deck.title}`, deck.live ? "End the talk first" : "Delete");
    setAttribute(this.trash, "aria-disabled", deck.live ? "true" : null);
    label(this.globe, `Publish ${deck.title}`, deck.published ? "Published: anyone may follow it at its own address" : "Publish at its own address");
    setAttribute(this.globe, "aria-pressed", String(deck.published));
    this.address.hidden = !deck.published;

    const remarks = deck.warning_count;
    this.warnings.hidden = remarks === 0;
    this.warnings.replaceChildren(icon("info", 16), h("span", { text: count(remarks, "remark") }));
    setAttribute(this.warnings, "aria-label", `${count(remarks, "remark")} on the import of ${deck.title}`);
    this.extras.hidden = remarks === 0 && !deck.published;
  }

  /** Turns the title into a field. */
  rename(): void {
    if (this.title.querySelector("input")) return;
    const field = h("input", { class: "field card-field", "aria-label": "Title", maxlength: 300, value: this.deck.title });
    let over = false;
    const finish = (save: boolean, refocus: boolean): void => {
      if (over) return;
      over = true;
      const title = field.value.trim();
      field.remove();
      const changed = save && title !== "" && title !== this.deck.title;
      setText(this.title, changed ? title : this.deck.title);
      if (refocus) this.pencil.focus();
      if (!changed) return;
      this.hooks.rename(this.deck, title).catch((error) => {
        setText(this.title, this.deck.title);
        complain(error);
      });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.isComposing) finish(true, true);
      else if (event.key === "Escape") finish(false, true);
      else return;
      // The same Enter would press the pencil that has the focus now.
      event.preventDefault();
    });
    field.addEventListener("blur", () => finish(true, false));
    this.title.replaceChildren(field);
    field.focus();
    field.select();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "F2") this.rename();
    else if (keyOf(event) === "e" && !withModifier(event) && !isTyping(event.target)) this.hooks.export(this.deck);
    else if (event.key === "Delete") this.hooks.remove(this.deck);
    else return;
    event.preventDefault();
  }

  private description(): string {
    const { deck } = this;
    const parts = [count(deck.slides, "slide"), FORMATS[deck.format]?.name || deck.source];
    if (deck.current_slide > 1) parts.push(`at slide ${deck.current_slide}`);
    const day = dayOf(deck.created_at);
    if (day) parts.push(day);
    return parts.join(" · ");
  }

  private togglePublished(): void {
    const published = !this.deck.published;
    this.hooks.publish(this.deck, published).then(
      () => {
        if (published) say(`“${this.deck.title}” can be followed at its own address.`, { label: "Copy link", run: () => this.copyLink() });
      },
      complain,
    );
  }

  private copyLink(): void {
    void copyText(new URL(`/decks/${this.deck.id}`, location.href).href);
  }
}

function label(button: HTMLElement, name: string, title: string): void {
  setAttribute(button, "aria-label", name);
  setAttribute(button, "title", title);
}

function dayOf(created: string): string {
  const date = new Date(created);
  if (isNaN(date.getTime())) return "";
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return "today";
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return "yesterday";
  const year = date.getFullYear() === now.getFullYear() ? undefined : ("numeric" as const);
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short", year });
}
