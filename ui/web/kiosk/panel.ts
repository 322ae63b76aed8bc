// The panel that hangs there, where something can switch it. How it was left nobody knows:
// it is said at first, and once more where that failed.

/** Off it goes a moment later: by then a page that is new has heard of a talk that is live. */
const SETTLE = 3000;

export class Panel {
  private wanted: boolean | null = null;
  private timer = 0;

  /** tell has it switched. */
  constructor(private readonly tell: (on: boolean) => Promise<unknown>) {}

  /** Takes how it is to be, as often as one likes. */
  be(on: boolean): void {
    if (on === this.wanted) return;
    this.wanted = on;
    window.clearTimeout(this.timer);
    if (on) this.say(on);
    else this.timer = window.setTimeout(() => this.say(on), SETTLE);
  }

  private say(on: boolean): void {
    this.tell(on).catch(() => {
      if (this.wanted === on) this.wanted = null;
    });
  }
}
