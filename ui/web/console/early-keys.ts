// Keys that are pressed before there is anything for them to act on, as while the slides
// are on their way: they are kept, and pressed again, in their order, once there is.

import { dialogOpen } from "../kit/dialog";
import { isTyping } from "../kit/keys";

/** Nobody means more than that. */
const MOST = 200;

export class EarlyKeys {
  private held: KeyboardEvent[] | null = null;

  /** listens is what hears keys first, press what presses one again. */
  constructor(private readonly listens: EventTarget, private readonly press: (event: KeyboardEvent) => void) {}

  hold(): void {
    if (this.held) return;
    this.held = [];
    this.listens.addEventListener("keydown", this.keep, true);
  }

  release(): void {
    const held = this.held;
    if (!held) return;
    this.held = null;
    this.listens.removeEventListener("keydown", this.keep, true);
    // One of them may lead to where the others have to wait again: then keep hears them.
    for (const event of held) this.press(event);
  }

  private readonly keep = (e: Event): void => {
    const event = e as KeyboardEvent;
    if (!this.held || this.held.length >= MOST || !isOurs(event)) return;
    this.held.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}

/** Whether it would be a key of the talk: no one's who types, and none of a focused button or of the browser. */
function isOurs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key === "Tab" || event.key === "Shift") return false;
  if (typeof document === "undefined") return true;
  const focused = document.activeElement;
  return !dialogOpen() && !isTyping(event.target) && (!focused || focused === document.body);
}

function pressAgain(event: KeyboardEvent): void {
  const { key, code, shiftKey, repeat } = event;
  (document.activeElement ?? document).dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, repeat, bubbles: true, cancelable: true }));
}

/** The console's. */
export const earlyKeys = new EarlyKeys(globalThis, pressAgain);
