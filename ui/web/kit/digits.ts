// A number typed digit by digit, and sent off with Enter.

/** How long typed digits wait for their Enter. */
const WAIT = 4000;
const LONGEST = 5;

export interface DigitsHooks {
  /** Digits, then Enter. */
  onNumber(n: number): void;
  /** The digits typed so far, or "" when they are used or dropped. */
  onDigits(typed: string): void;
}

/** The part of a KeyboardEvent that decides. */
export interface DigitKey {
  key: string;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
}

export class Digits {
  private typed = "";
  private timer = 0;

  constructor(private readonly hooks: DigitsHooks) {}

  /** Returns true for a key that is used up here. */
  take(event: DigitKey): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    if (/^[0-9]$/.test(event.key)) {
      this.set((this.typed + event.key).slice(-LONGEST));
      return true;
    }
    if (!this.typed) return false;
    if (event.key === "Enter") {
      const n = Number(this.typed);
      this.set("");
      this.hooks.onNumber(n);
      return true;
    }
    if (event.key === "Backspace") {
      this.set(this.typed.slice(0, -1));
      return true;
    }
    if (event.key !== "Shift") this.set("");
    return event.key === "Escape";
  }

  /** Forgets what was typed. */
  clear(): void {
    this.set("");
  }

  private set(typed: string): void {
    window.clearTimeout(this.timer);
    if (typed) this.timer = window.setTimeout(() => this.set(""), WAIT);
    if (typed === this.typed) return;
    this.typed = typed;
    this.hooks.onDigits(typed);
  }
}
