// The panel that hangs there, where something can switch it. How it was left nobody knows,
// a television may not listen, and a key or a mouse wakes one that is off: so it is said
// more than once.

/** Off it goes a moment later: by then a page that is new has heard of a talk that is live. */
const SETTLE = 3000;
/** What failed is tried again. */
const AGAIN = 60_000;
/** On it is said so often, a minute apart: whoever switches it off by hand after that wants it off. */
const ON_TIMES = 3;
const STAY_OFF = 5 * 60_000;

export class Panel {
  private wanted: boolean | null = null;
  private timer = 0;
  private took = 0;
  private failed = false;

  /** tell has it switched, and fails where that does; hear is told when that begins, and when it is over. */
  constructor(private readonly tell: (on: boolean) => Promise<unknown>, private readonly hear: (stuck: boolean) => void = () => undefined) {}

  /** Whether it does not do as it is told. */
  get stuck(): boolean {
    return this.failed;
  }

  /** Takes how it is to be, as often as one likes. */
  be(on: boolean): void {
    if (on === this.wanted) return;
    this.wanted = on;
    this.took = 0;
    window.clearTimeout(this.timer);
    if (on) void this.say(on);
    else this.timer = window.setTimeout(() => void this.say(on), SETTLE);
  }

  private async say(on: boolean): Promise<void> {
    const failed = await this.tell(on).then(() => false, () => true);
    if (this.wanted !== on) return; // that is another one's to tell
    this.took += failed ? 0 : 1;
    if (failed !== this.failed) {
      this.failed = failed;
      this.hear(failed);
    }
    if (failed || !on || this.took < ON_TIMES) this.timer = window.setTimeout(() => void this.say(on), failed || on ? AGAIN : STAY_OFF);
  }
}
