// All slides at once, over the whole window.

import type { TalkSlide } from "./decks";
import { Dialog } from "./dialog";
import { h } from "./dom";
import { slideButton } from "./strip";
import { Thumb } from "./thumb";

export class Overview {
  private dialog: Dialog | null = null;

  constructor(private readonly go: (n: number) => void) {}

  toggle(slides: readonly TalkSlide[], current: number): void {
    if (this.dialog) this.dialog.close();
    else this.open(slides, current);
  }

  close(): void {
    this.dialog?.close();
  }

  private open(slides: readonly TalkSlide[], current: number): void {
    const thumbs: Thumb[] = [];
    const dialog = new Dialog({
      title: "All slides",
      class: "dialog-full",
      onclose: () => {
        for (const thumb of thumbs) thumb.drop();
        this.dialog = null;
      },
    });
    const buttons = slides.map((slide) => {
      const thumb = new Thumb();
      thumbs.push(thumb);
      const button = slideButton(slide, thumb, (n) => {
        dialog.close();
        this.go(n);
      });
      if (slide.title) button.append(h("span", { class: "slide-title", "aria-hidden": "true", text: slide.title }));
      if (slide.slide === current) button.setAttribute("aria-current", "true");
      return button;
    });
    dialog.body.append(h("ol", { class: "overview" }, ...buttons.map((button) => h("li", null, button))));
    dialog.body.addEventListener("keydown", (event) => walk(event, buttons));
    dialog.element.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "o" && event.key !== "Tab") return;
      event.preventDefault();
      dialog.close();
    });
    this.dialog = dialog;
    dialog.show(buttons[current - 1]);
    buttons[current - 1]?.scrollIntoView({ block: "center" });
  }
}

function walk(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const first = buttons[0];
  if (!first || at < 0) return;
  const second = buttons.findIndex((button) => button.getBoundingClientRect().top > first.getBoundingClientRect().top + 1);
  const columns = second < 0 ? buttons.length : second;
  let to = at;
  if (event.key === "ArrowRight" || event.key === "PageDown") to = at + 1;
  else if (event.key === "ArrowLeft" || event.key === "PageUp") to = at - 1;
  else if (event.key === "ArrowDown") to = at + columns;
  else if (event.key === "ArrowUp") to = at - columns;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = buttons.length - 1;
  else return;
  event.preventDefault();
  buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus();
}
