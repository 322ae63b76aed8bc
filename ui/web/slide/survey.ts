// Lays out all slides of a deck out of sight, so that what does not fit is known
// before anybody shows it.

import { cutOf } from "./fit";
import { Held } from "./held";
import { HTMLLayer } from "./html-layer";
import type { Cut } from "./cut";
import type { SlideContent } from "../wire";

/** Pictures are laid out alike in all widths: the smallest will do. */
const PIXELS = 1;

export class Survey {
  private readonly root = document.createElement("div");
  private turn = 0;

  constructor() {
    this.root.className = "slide-view survey";
    this.root.setAttribute("aria-hidden", "true");
  }

  /** Tells of each slide that is cut, and again when all have been looked at. The slides are as they are in the end. */
  async start(slides: readonly SlideContent[], found: (cuts: ReadonlyMap<number, Cut>, done: boolean) => void): Promise<void> {
    const turn = ++this.turn;
    const cuts = new Map<number, Cut>();
    document.body.appendChild(this.root);
    for (const slide of slides) {
      if (slide.picture || !slide.html) continue;
      await idle();
      if (turn !== this.turn) return;
      const cut = await this.look(slide);
      if (turn !== this.turn) return;
      if (!cut) continue;
      cuts.set(slide.slide, cut);
      found(cuts, false);
    }
    this.root.remove();
    found(cuts, true);
  }

  stop(): void {
    this.turn++;
    this.root.remove();
  }

  private async look(slide: SlideContent): Promise<Cut | null> {
    const layer = new HTMLLayer(slide, { inert: true }, new Held(), PIXELS);
    this.root.appendChild(layer.element);
    await layer.ready();
    layer.element.remove();
    layer.leave();
    return cutOf(slide);
  }
}

/** Resolves when the page has nothing better to do: a key that moves the room comes first. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 500 });
    else window.setTimeout(resolve, 50);
  });
}
