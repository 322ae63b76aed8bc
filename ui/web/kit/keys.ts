// The keys of a presenter: which key means what, and one class that listens.

import { closeReading, dialogOpen } from "./dialog";
import { Digits } from "./digits";

export type Action =
  | "next" | "previous" | "nextSlide" | "previousSlide" | "first" | "last"
  | "black" | "white" | "freeze" | "goTo" | "overview" | "timerReset" | "notes"
  | "editNotes" | "layout" | "search" | "bookmark" | "bookmarks" | "back" | "forward" | "nextHidden" | "hide" | "help" | "escape" | "start" | "larger" | "smaller" | "scrollDown" | "scrollUp";

/** Which way an arrow points; a key that is none, as a clicker's, points nowhere. */
export type Arrow = "left" | "right" | "up" | "down";

const ARROWS: Record<string, Arrow> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** The part of a KeyboardEvent that decides. */
export interface KeyLike {
  key: string;
  code?: string;
  shiftKey?: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

/** Names that old kiosk browsers use. */
const OLD_NAMES: Record<string, string> = {
  Right: "ArrowRight", Down: "ArrowDown", Left: "ArrowLeft", Up: "ArrowUp", Esc: "Escape", Spacebar: " ",
};

const ACTIONS: Record<string, Action> = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", " ": "next", n: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous", "Shift+ ": "previous", p: "previous",
  "Shift+ArrowRight": "nextSlide", "Shift+ArrowDown": "nextSlide", "Shift+ArrowLeft": "previousSlide", "Shift+ArrowUp": "previousSlide",
  Home: "first", End: "last", Tab: "overview", o: "overview", Escape: "escape", F5: "start",
  b: "black", ".": "black", w: "white", ",": "white", f: "freeze", g: "goTo", "/": "search", r: "timerReset", "?": "help",
  s: "notes", i: "editNotes", j: "scrollDown", k: "scrollUp", "+": "larger", "=": "larger", "-": "smaller", v: "layout",
  u: "bookmark", "Shift+u": "bookmarks", y: "back", "Shift+y": "forward", h: "nextHidden", "Shift+h": "hide",
};

const WITH_CTRL: Record<string, Action> = { ArrowDown: "scrollDown", ArrowUp: "scrollUp" };

/** Keys that are the browser's with Shift. */
const PLAIN_ONLY: ReadonlySet<string> = new Set(["Tab", "Enter"]);

/** The action of a key, or null if it has none. Digits have none: see Keys. */
export function actionFor(event: KeyLike): Action | null {
  if (event.altKey || event.metaKey) return null;
  const key = plainKey(event);
  if (event.ctrlKey) return WITH_CTRL[key] || null;
  // What Shift does not change means the same with it.
  return ACTIONS[keyOf(event)] || (PLAIN_ONLY.has(key) && event.shiftKey ? null : ACTIONS[key]) || null;
}

/**
 * The name of a key that was pressed, the same whatever the keyboard and Caps Lock:
 * "h", "Shift+h", "Escape", "Shift+ArrowUp". A sign is itself, Shift or not: "?". Ctrl,
 * Alt and Command are not in it.
 */
export function keyOf(event: KeyLike): string {
  const key = plainKey(event);
  return event.shiftKey && (key.length > 1 || /[a-z ]/.test(key)) ? `Shift+${key}` : key;
}

/** Whether Ctrl, Alt or Command is held: such keys are the browser's, but for a few. */
export function withModifier(event: KeyLike): boolean {
  return Boolean(event.ctrlKey || event.altKey || event.metaKey);
}

/** A key's name without Shift. On a keyboard of another script the place counts: B is where B is. */
function plainKey({ key, code = "" }: KeyLike): string {
  if (key.length > 1) return OLD_NAMES[key] || key;
  const place = key > "\u007f" ? /^Key([A-Z])$/.exec(code) : null;
  return (place?.[1] || key).toLowerCase();
}

/** Actions that a held key repeats; a held B must not flicker the room. */
const REPEATS: ReadonlySet<Action> = new Set<Action>([
  "next", "previous", "nextSlide", "previousSlide", "larger", "smaller", "scrollDown", "scrollUp",
]);

/** Those of them that move the deck. */
const MOVES: ReadonlySet<Action> = new Set<Action>(["next", "previous", "nextSlide", "previousSlide"]);

/** Whether a held key would go on moving the deck. */
export function runsOn(action: Action, held: boolean | undefined): boolean {
  return held === true && MOVES.has(action);
}

/** What a clicker sends: whoever holds it does not see that a dialog is open. */
const CLICKER: ReadonlySet<string> = new Set(["PageDown", "PageUp"]);

export interface KeysOptions {
  /**
   * Returns false for an action that the page does not have: the key stays the browser's.
   * held is the repetition of a key that is held down.
   */
  onAction(action: Action, arrow?: Arrow, held?: boolean): boolean | void;
  /** Digits, then Enter. */
  onNumber?(n: number): void;
  /** The digits typed so far, or "" when they are used or dropped. */
  onDigits?(digits: string): void;
}

/**
 * Listens for the presenter's keys while started. Typing in a field is never a
 * key, and while a dialog is open all keys are the dialog's, but for a clicker's.
 */
export class Keys {
  private readonly digits: Digits | null;

  constructor(private readonly options: KeysOptions) {
    const { onNumber, onDigits } = options;
    this.digits = onNumber ? new Digits({ onNumber, onDigits: (typed) => onDigits?.(typed) }) : null;
  }

  start(): void {
    document.addEventListener("keydown", this.onKey);
  }

  stop(): void {
    document.removeEventListener("keydown", this.onKey);
    this.digits?.clear();
  }

  private readonly onKey = (e: Event): void => {
    const event = e as KeyboardEvent;
    // A clicker's F5 must not reload the page, wherever the focus is.
    if (event.key === "F5" && !event.ctrlKey && !event.metaKey) event.preventDefault();
    if (event.defaultPrevented && event.key !== "F5") return;
    if (dialogOpen()) {
      this.digits?.clear();
      if (!CLICKER.has(event.key) || !closeReading()) return;
    }
    if (event.isComposing || isTyping(event.target)) return;
    if (this.digits?.take(event)) {
      event.preventDefault();
      return;
    }
    const action = actionFor(event);
    // Tab leaves a button for the next one; only from the page itself it is the overview.
    if (!action || (isControl(event.target) && /^(Enter|Tab| )$/.test(plainKey(event)))) return;
    if (event.repeat && !REPEATS.has(action)) {
      event.preventDefault();
      return;
    }
    if (this.options.onAction(action, ARROWS[plainKey(event)], event.repeat) !== false) event.preventDefault();
  };
}

/** Whether keys belong to a field that somebody types into. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|submit|reset|image|file)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether Enter and Space already mean something on the focused element. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a[href], button, summary, input, [role=button], [role=option], [role=menuitem]") !== null;
}
