// The keys of a presenter: which key means what, and one class that listens.

import { closeReading, dialogOpen } from "./dialog";
import { Digits } from "./digits";

export type Action =
  | "next" | "previous" | "nextSlide" | "previousSlide" | "first" | "last"
  | "black" | "white" | "freeze" | "goTo" | "overview" | "timerReset" | "notes"
  | "editNotes" | "layout" | "search" | "bookmark" | "bookmarks" | "back" | "forward" | "nextHidden" | "hide" | "help" | "escape" | "start" | "larger" | "smaller" | "scrollDown" | "scrollUp";

/** Which way an arrow points; a key that is none, as a clicker's, points nowhere. */
export type Arrow = "left" | "right" | "up" | "down";

const ARROWS: Record<string, Arrow> = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", Left: "left", Right: "right", Up: "up", Down: "down",
};

/** The part of a KeyboardEvent that decides. */
export interface KeyLike {
  key: string;
  code?: string;
  shiftKey?: boolean;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

const NAMED: Record<string, Action> = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", " ": "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
  Home: "first", End: "last", Tab: "overview", Escape: "escape", F5: "start",
  // Names that old kiosk browsers use.
  Right: "next", Down: "next", Left: "previous", Up: "previous", Esc: "escape", Spacebar: "next",
};

const LETTERS: Record<string, Action> = {
  n: "next", p: "previous", b: "black", ".": "black", w: "white", ",": "white", f: "freeze",
  g: "goTo", o: "overview", r: "timerReset", s: "notes", "?": "help", "+": "larger", "=": "larger", "-": "smaller",
  j: "scrollDown", k: "scrollUp", i: "editNotes", v: "layout", "/": "search", u: "bookmark", y: "back", h: "nextHidden",
};

const SHIFTED: Record<string, Action> = {
  " ": "previous", Spacebar: "previous",
  ArrowRight: "nextSlide", ArrowDown: "nextSlide", ArrowLeft: "previousSlide", ArrowUp: "previousSlide",
  U: "bookmarks", Y: "forward", H: "hide",
};

const WITH_CTRL: Record<string, Action> = { ArrowDown: "scrollDown", ArrowUp: "scrollUp" };

/** The action of a key, or null if it has none. Digits have none: see Keys. */
export function actionFor(event: KeyLike): Action | null {
  if (event.altKey || event.metaKey) return null;
  if (event.ctrlKey) return WITH_CTRL[event.key] || null;
  if (event.shiftKey) {
    const shifted = SHIFTED[event.key];
    if (shifted) return shifted;
    if (event.key === "Tab" || event.key === "Enter") return null;
  }
  return NAMED[event.key] || LETTERS[latin(event)] || null;
}

/** On a keyboard of another script the letter's place counts: B is where B is. */
export function latin(event: KeyLike): string {
  const key = event.key.toLowerCase();
  if (key.length === 1 && key > "\u007f" && event.code && /^Key[A-Z]$/.test(event.code)) {
    return event.code.slice(3).toLowerCase();
  }
  return key;
}

/** Actions that a held key repeats; a held B must not flicker the room. */
const REPEATS: ReadonlySet<Action> = new Set<Action>([
  "next", "previous", "nextSlide", "previousSlide", "larger", "smaller", "scrollDown", "scrollUp",
]);

/** What a clicker sends: whoever holds it does not see that a dialog is open. */
const CLICKER: ReadonlySet<string> = new Set(["PageDown", "PageUp"]);

export interface KeysOptions {
  /** Returns false for an action that the page does not have: the key stays the browser's. */
  onAction(action: Action, arrow?: Arrow): boolean | void;
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
    if (!action || (isControl(event.target) && (activates(event.key) || event.key === "Tab"))) return;
    if (event.repeat && !REPEATS.has(action)) {
      event.preventDefault();
      return;
    }
    if (this.options.onAction(action, ARROWS[event.key]) !== false) event.preventDefault();
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

function activates(key: string): boolean {
  return key === "Enter" || key === " " || key === "Spacebar";
}
