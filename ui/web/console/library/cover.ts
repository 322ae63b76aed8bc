// What stands for a deck in the library: the first picture that it shows, or else
// its title, set on the paper that its slides have.

import { h, setText } from "../../kit/dom";
import { icon, type IconName } from "../../kit/icons";
import { pictureURL } from "../../slide/picture";
import type { Format, Picture } from "../../wire";
import type { Deck } from "../decks";

/** What a deck was made from, in words and as a mark. */
export const FORMATS: { [format in Format]: { name: string; icon: IconName } } = {
  markdown: { name: "Markdown", icon: "text" },
  pdf: { name: "PDF", icon: "notes" },
  pictures: { name: "Pictures", icon: "picture" },
  office: { name: "Slides", icon: "notes" },
};

/** The widest that a card becomes, in CSS pixels. */
const WIDEST = 480;

/** Titles of so many letters, and shorter ones, are set in these sizes. */
const LARGE = 28;
const MEDIUM = 64;

export class Cover {
  readonly element = h("div", { class: "card-cover", "aria-hidden": "true" });
  private readonly title = h("span", { class: "cover-title" });
  private readonly mark = h("span", { class: "cover-mark" });
  private readonly plate = h("div", { class: "cover-plate", dir: "auto" }, this.title, this.mark);
  private url: string | null = null;
  /** The picture that could not be had. */
  private missing = "";

  show(deck: Deck): void {
    const format = FORMATS[deck.format];
    const { title } = deck;
    setText(this.title, title);
    this.plate.classList.toggle("is-medium", title.length > LARGE && title.length <= MEDIUM);
    this.plate.classList.toggle("is-small", title.length > MEDIUM);
    if (this.mark.dataset.format !== deck.format) {
      this.mark.dataset.format = deck.format;
      this.mark.replaceChildren(...(format ? [icon(format.icon, 16), format.name] : []));
    }
    this.picture(deck.cover || null, deck.format !== "markdown");
  }

  /** A picture is the whole slide, or lies on its paper. */
  private picture(picture: Picture | null, whole: boolean): void {
    // A page's first size is there; another one would have to be drawn for each card.
    const sharp = picture && (picture.widths[0] || 0) <= WIDEST ? 1 : window.devicePixelRatio;
    const url = picture && pictureURL(picture, WIDEST * sharp);
    const shown = url && url !== this.missing ? url : null;
    if (shown === this.url && this.element.firstChild) return;
    this.url = shown;
    this.element.classList.toggle("is-whole", !!shown && whole);
    if (!shown) {
      this.element.replaceChildren(this.plate);
      return;
    }
    const img = h("img", { class: "cover-picture", alt: "", loading: "lazy", decoding: "async", draggable: "false" });
    img.addEventListener("error", () => {
      if (this.url !== shown) return;
      this.missing = shown;
      this.picture(picture, whole);
    });
    img.src = shown;
    this.element.replaceChildren(img);
  }
}
