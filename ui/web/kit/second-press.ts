// A button that does something to everybody wants to be pressed twice.

/** How long the first press counts. */
const WITHIN = 3000;

export class SecondPress {
  private timer = 0;

  private since = 0;

  /**
   * onArmed hears true after a first press, and false when it counts no more. What comes
   * within so many ms of the first is the same press: buttons bounce.
   */
  constructor(private readonly onArmed: (armed: boolean) => void, private readonly bounces = 0) {}

  /** Returns true for a second press soon after the first. */
  press(): boolean {
    if (this.timer !== 0) {
      if (performance.now() - this.since < this.bounces) return false;
      this.clear();
      return true;
    }
    this.since = performance.now();
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
