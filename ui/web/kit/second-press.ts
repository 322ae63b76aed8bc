// A button that does something to everybody wants to be pressed twice.

/** How long the first press counts. */
const WITHIN = 3000;

export class SecondPress {
  private timer = 0;

  /** onArmed hears true after a first press, and false when it counts no more. */
  constructor(private readonly onArmed: (armed: boolean) => void) {}

  /** Returns true for a second press soon after the first. */
  press(): boolean {
    const second = this.timer !== 0;
    this.clear();
    if (second) return true;
    this.timer = window.setTimeout(() => this.clear(), WITHIN);
    this.onArmed(true);
    return false;
  }

  /** Forgets a first press. */
  clear(): void {
    if (this.timer === 0) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.onArmed(false);
  }
}
