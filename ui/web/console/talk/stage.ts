// The frame with this slide: the presenter's own place, tinted by what the
// room must not be forgotten to see. While frozen, an inset shows the room's.

import { h, setText } from "../../kit/dom";
import { icon, type IconName } from "../../kit/icons";
import type { Playback } from "../../slide/film";
import { pictureURL } from "../../slide/picture";
import type { LinkHooks } from "../../slide/links";
import type { Blank, SlideContent, TalkSlide } from "../../wire";
import { SlideView } from "../../slide/view";
import { writeWords } from "../../slide/words";
import { type Place, viewAt } from "../decks";
import type { Status, Tone } from "./status";

const ICONS: Record<Tone, IconName> = {
  live: "live", off: "screen", black: "black", white: "white", frozen: "freeze", driven: "people", moved: "people", broken: "warning", lost: "lost", cut: "warning", tool: "pencil",
};

export class Stage {
  readonly element: HTMLElement;
  readonly line = h("div", { class: "status", role: "status" });
  private readonly slot = h("div", { class: "stage-slide" });
  /** Those of a picture: HTML can be read where it is. */
  private readonly words = h("div", { class: "visually-hidden" });
  private readonly insetSlot = h("div", { class: "stage-slide" });
  private readonly insetWords = h("figcaption");
  private readonly inset: HTMLElement;
  private readonly cover = h("p", { class: "stage-cover", hidden: true, "aria-hidden": "true" });
  private readonly frame: HTMLElement;
  readonly view: SlideView;
  private readonly small: SlideView;
  /** Pictures of what is near, held so that the browser keeps them decoded. */
  private ahead: HTMLImageElement[] = [];
  private said = "";
  private written = "";

  /** overlays lie over the slide, and under what covers it; banners stand above it. */
  constructor(links: LinkHooks, overlays: readonly HTMLElement[], banners: readonly HTMLElement[] = []) {
    this.inset = h("figure", { class: "stage-inset", hidden: true }, this.insetSlot, this.insetWords);
    this.frame = h("div", { class: "stage" }, this.slot, ...overlays, this.cover, this.inset);
    this.element = h("section", { class: "talk-now", "aria-label": "This slide" }, ...banners, h("div", { class: "stage-fit" }, this.frame, this.words));
    for (const overlay of overlays) overlay.classList.add("stage-overlay");
    this.view = new SlideView(this.slot, { inert: true, links, films: "silent" });
    this.small = new SlideView(this.insetSlot, { inert: true });
    this.small.drawn = (slide) => this.view.drawn?.(slide) ?? [];
  }

  /** Shows the presenter's place, and while frozen the room's beside it. */
  show(slides: readonly TalkSlide[], at: Place, blank: Blank, shown: Place): void {
    const slide = slides[at.slide - 1];
    const view = viewAt(slide, at.step);
    if (!view) {
      this.view.clear();
      return;
    }
    draw(this.view, view);
    this.write(view);
    this.frame.dataset.blank = blank;
    this.cover.hidden = blank !== "black" && blank !== "white";
    setText(this.cover, blank === "black" ? "The room is black" : blank === "white" ? "The room is white" : "");
    const other = blank === "freeze" && (shown.slide !== at.slide || shown.step !== at.step) ? viewAt(slides[shown.slide - 1], shown.step) : undefined;
    this.inset.hidden = !other;
    if (other) {
      setText(this.insetWords, `The room sees slide ${shown.slide}`);
      draw(this.small, other);
    }
    this.prepare([viewAt(slide, at.step + 1), viewAt(slides[at.slide], 0), slides[at.slide - 2], viewAt(slides[at.slide + 1], 0)]);
  }

  /** Shows the films as the room sees them. */
  play(state: Playback): void {
    this.view.play(state);
  }

  /** Says how the room is; the first status tints the frame. */
  tell(list: readonly Status[]): void {
    const first = list[0];
    if (first) this.frame.dataset.tone = first.tone;
    const said = JSON.stringify(list);
    if (said === this.said) return;
    this.said = said;
    this.line.replaceChildren(
      ...list.map((status) =>
        h("p", { class: "status-item", "data-tone": status.tone },
          h("strong", null, icon(ICONS[status.tone], 20), h("span", { text: status.label })),
          " ",
          h("span", { text: status.text }),
        ),
      ),
    );
  }

  clear(): void {
    this.view.clear();
    this.write(null);
    this.small.clear();
    this.inset.hidden = true;
    this.cover.hidden = true;
    this.ahead = [];
  }

  private write(view: SlideContent | null): void {
    const words = view?.picture ? `${view.title}\n${view.text}` : "";
    if (words === this.written) return; // who reads it is not thrown out of it
    this.written = words;
    writeWords(this.words, words ? view : null, "h2");
  }

  private prepare(near: (SlideContent | undefined)[]): void {
    const needed = this.view.neededPixels;
    const addresses = near.map((slide) => (slide?.picture ? pictureURL(slide.picture, needed) : ""));
    const kept = this.ahead;
    this.ahead = [];
    for (const address of addresses) {
      if (!address) continue;
      const there = kept.find((image) => image.dataset.address === address);
      const image = there || new Image();
      if (!there) {
        image.dataset.address = address;
        image.src = address;
      }
      this.ahead.push(image);
    }
  }
}

/** A picture that cannot be had: better nothing than the slide before, taken for this one. */
export function draw(view: SlideView, slide: SlideContent): void {
  view.show(slide).catch(() => view.clear());
}
