// Which screen this is, large, for a moment: somebody at the console wants to know.

import { plain, setText } from "../kit/dom";

const SHOWN_FOR = 12_000;

export class Identity {
  /** Made when somebody asks for the first time. */
  private layer: HTMLElement | null = null;
  private timer = 0;

  /** changed is called when it is shown, and when it is no more. */
  constructor(private readonly changed: () => void) {}

  get shown(): boolean {
    return this.layer !== null && !this.layer.hidden;
  }

  show(who: { number: number; name: string }): void {
    const layer = this.layer || (this.layer = make());
    setText(layer.firstElementChild as HTMLElement, who.number > 0 ? String(who.number) : "");
    setText(layer.lastElementChild as HTMLElement, plain(who.name));
    layer.hidden = false;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      layer.hidden = true;
      this.changed();
    }, SHOWN_FOR);
    this.changed();
  }
}

function make(): HTMLElement {
  const layer = document.createElement("div");
  layer.className = "identity";
  layer.setAttribute("role", "status");
  const name = document.createElement("p");
  name.dir = "auto";
  layer.append(document.createElement("b"), name);
  document.body.appendChild(layer);
  return layer;
}
