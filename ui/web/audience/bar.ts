// The slim bar of the audience page: there while somebody moves, gone when not.

import { icon, type IconName } from "../kit/icons";
import { LanguageChooser } from "../kit/language-chooser";

export type Command = "back" | "forward" | "live" | "text" | "larger" | "smaller" | "fullscreen";

export interface BarState {
  /** "Slide 3 of 24", or "" with nothing to show. */
  place: string;
  canGoBack: boolean;
  canGoForward: boolean;
  lookingBack: boolean;
  /** The room went on since somebody began to look back. */
  moved: boolean;
  reading: boolean;
  canShrink: boolean;
  canGrow: boolean;
  fullscreen: boolean;
  /** The languages of the deck, and the one that is shown. */
  langs: readonly string[];
  lang: string;
}

const STAYS = 3500;

export class Bar {
  private readonly element = document.createElement("nav");
  private readonly place = document.createElement("span");
  private readonly buttons = new Map<Command, HTMLButtonElement>();
  private readonly chooser: LanguageChooser;
  private timer = 0;

  constructor(parent: HTMLElement, private readonly onCommand: (command: Command) => void, onLanguage: (lang: string) => void, canFullscreen: boolean) {
    this.chooser = new LanguageChooser("bar-button", (lang) => {
      this.wake();
      onLanguage(lang);
    });
    this.element.className = "bar";
    this.element.setAttribute("aria-label", "Slides");
    this.place.className = "bar-place tabular";
    const live = this.button("live", "toLive", "Back to live");
    const words = document.createElement("span");
    words.textContent = "Live";
    words.setAttribute("aria-hidden", "true");
    live.appendChild(words);
    this.element.append(
      this.button("back", "left", "Earlier slide"), this.place, this.button("forward", "right", "Later slide"), live,
      this.rule(), this.chooser.element, this.button("text", "text", "Text of the slide"),
      this.button("smaller", "zoomOut", "Smaller"), this.button("larger", "zoomIn", "Larger"),
    );
    if (canFullscreen) this.element.append(this.button("fullscreen", "fullscreen", "Full screen"));
    parent.appendChild(this.element);
    this.element.addEventListener("focusin", () => this.wake());
    document.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.wake();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Tab") this.wake();
    });
  }

  /** Shows the bar for a while. */
  wake(): void {
    document.body.classList.add("has-bar");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.rest(), STAYS);
  }

  toggle(): void {
    if (document.body.classList.contains("has-bar")) this.hide();
    else this.wake();
  }

  update(state: BarState): void {
    this.place.textContent = state.place;
    this.enable("back", state.canGoBack);
    this.enable("forward", state.canGoForward);
    this.enable("smaller", state.canShrink);
    this.enable("larger", state.canGrow);
    const live = this.buttons.get("live");
    if (live) {
      live.hidden = !state.lookingBack;
      live.classList.toggle("has-news", state.moved);
      live.setAttribute("aria-label", state.moved ? "Back to live: the talk went on" : "Back to live");
    }
    this.buttons.get("text")?.setAttribute("aria-pressed", String(state.reading));
    const full = this.buttons.get("fullscreen");
    if (full) {
      full.setAttribute("aria-label", state.fullscreen ? "Leave full screen" : "Full screen");
      full.title = full.getAttribute("aria-label") || "";
      full.replaceChild(icon(state.fullscreen ? "exitFullscreen" : "fullscreen", 22), full.firstChild as Node);
    }
    document.body.classList.toggle("is-looking-back", state.lookingBack);
    document.body.classList.toggle("has-languages", state.langs.length > 1);
    this.chooser.update(state.langs, state.lang);
  }

  private rest(): void {
    // Not under somebody's mouse or keyboard.
    const focused = this.element.querySelector(":focus");
    if (this.element.querySelector(":hover") && !isTouch() || (focused && isKeyboardFocus(focused))) this.wake();
    else this.hide();
  }

  private hide(): void {
    window.clearTimeout(this.timer);
    document.body.classList.remove("has-bar");
  }

  private enable(command: Command, can: boolean): void {
    // aria-disabled keeps the focus where it is when the last slide is reached.
    this.buttons.get(command)?.setAttribute("aria-disabled", String(!can));
  }

  private button(command: Command, name: IconName, label: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `bar-button is-${command}`;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.appendChild(icon(name, 22));
    button.addEventListener("click", () => {
      this.wake();
      if (button.getAttribute("aria-disabled") !== "true") this.onCommand(command);
    });
    this.buttons.set(command, button);
    return button;
  }

  private rule(): HTMLElement {
    const rule = document.createElement("span");
    rule.className = "bar-rule";
    return rule;
  }
}

function isTouch(): boolean {
  return window.matchMedia("(hover: none)").matches;
}

function isKeyboardFocus(element: Element): boolean {
  try {
    return element.matches(":focus-visible");
  } catch {
    return true; // an old browser cannot tell; then the bar stays
  }
}
