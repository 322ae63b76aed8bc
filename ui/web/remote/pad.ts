// What is pressed without looking: the lower half is two buttons, and above it stand
// those that cover the room.

import { h, setAttribute, setText } from "../kit/dom";
import { icon, type IconName } from "../kit/icons";
import type { Blank } from "../wire";
import { PRESS, shake } from "./haptics";

export interface PadHooks {
  next(): void;
  previous(): void;
  blank(blank: Blank): void;
}

const COVERS: readonly { blank: Exclude<Blank, "">; icon: IconName; text: string }[] = [
  { blank: "black", icon: "black", text: "Black" },
  { blank: "white", icon: "white", text: "White" },
  { blank: "freeze", icon: "freeze", text: "Freeze" },
];

export class Pad {
  readonly covers: HTMLElement;
  readonly element: HTMLElement;
  private readonly next: HTMLButtonElement;
  private readonly previous: HTMLButtonElement;
  private readonly nextWords = h("span", { class: "pad-words", text: "Next" });
  private readonly buttons: HTMLButtonElement[];

  constructor(hooks: PadHooks) {
    const press = (act: () => void) => (): void => {
      shake(PRESS);
      act();
    };
    this.previous = h("button", { type: "button", class: "pad-button pad-previous", "aria-label": "Back", onclick: press(hooks.previous) }, icon("left", 40));
    this.next = h("button", { type: "button", class: "pad-button pad-next", onclick: press(hooks.next) }, icon("right", 56), this.nextWords);
    this.element = h("nav", { class: "pad", "aria-label": "Move" }, this.previous, this.next);
    this.buttons = COVERS.map((cover) =>
      h("button", { type: "button", class: "button cover-button", onclick: press(() => hooks.blank(cover.blank)) }, icon(cover.icon), h("span", { text: cover.text })));
    this.covers = h("div", { class: "covers", role: "group", "aria-label": "Cover the room" }, ...this.buttons);
  }

  update(state: { blank: Blank; pending: boolean; first: boolean; last: boolean; moment: boolean; drives: boolean; takes: boolean }): void {
    this.buttons.forEach((each, i) => {
      const pressed = state.blank === COVERS[i]!.blank;
      setAttribute(each, "aria-pressed", String(pressed));
      each.classList.toggle("is-pending", state.pending && pressed);
    });
    // Behind the ends of what is there for a moment the talk goes on.
    setAttribute(this.previous, "aria-disabled", state.first && !state.moment ? "true" : null);
    setAttribute(this.next, "aria-disabled", state.last && !state.moment ? "true" : null);
    setText(this.nextWords, !state.drives && state.takes ? "Take over" : !state.last ? "Next" : state.moment ? "Back to talk" : "The end");
    this.element.classList.toggle("is-idle", !state.drives);
  }
}
