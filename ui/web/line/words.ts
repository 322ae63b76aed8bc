// Words that the presenter has every screen show for a moment, over the slide.

import { plain, setText } from "../kit/dom";

/** Up to so many letters they are large, and middling. */
const LARGE = 60;
const MIDDLING = 180;

export class Words {
  /** Made when there are some for the first time. */
  private layer: HTMLElement | null = null;

  constructor(private readonly parent?: HTMLElement) {}

  show(words: string): void {
    if (words === "" && !this.layer) return;
    const layer = this.layer || (this.layer = this.make());
    layer.hidden = words === "";
    layer.dataset.size = words.length <= LARGE ? "large" : words.length <= MIDDLING ? "middling" : "small";
    setText(layer.firstElementChild as HTMLElement, plain(words));
  }

  private make(): HTMLElement {
    const layer = document.createElement("div");
    layer.className = "words";
    layer.setAttribute("role", "status");
    const text = document.createElement("p");
    text.dir = "auto";
    layer.append(text);
    (this.parent || document.body).appendChild(layer);
    return layer;
  }
}
