// Time that passes when a test says so. Timers, Date, performance and chance
// are taken from the global object, where a browser's window has them.

interface Timer {
  at: number;
  every: number;
  run: () => void;
}

/** A day on which nothing happens to clocks. */
const BEGIN = Date.UTC(2026, 10, 23, 12);

export class Clock {
  private time = 0;
  private asleep = 0;
  private made = 0;
  private readonly timers = new Map<number, Timer>();
  /** What Math.random gives. */
  chance = 0.5;

  constructor() {
    const page = globalThis as any;
    page.window = page;
    page.setTimeout = (run: () => void, after = 0) => this.add(run, after, 0);
    page.setInterval = (run: () => void, every: number) => this.add(run, every, every);
    page.clearTimeout = page.clearInterval = (id: number) => this.timers.delete(id);
    Date.now = () => BEGIN + this.time + this.asleep;
    // Not by assigning it: Node 18, which Debian has, takes that for a mistake.
    Object.defineProperty(page.performance, "now", { value: () => this.time, configurable: true, writable: true });
    Math.random = () => this.chance;
  }

  /** Since the clock was made, in ms, without the time asleep. */
  get now(): number {
    return this.time;
  }

  /** Lets time pass, and everything happen that falls into it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settled();
      let first: [number, Timer] | undefined;
      for (const entry of Array.from(this.timers)) if (entry[1].at <= end && (!first || entry[1].at < first[1].at)) first = entry;
      if (!first) break;
      const [id, timer] = first;
      this.time = Math.max(this.time, timer.at);
      if (timer.every > 0) timer.at += timer.every;
      else this.timers.delete(id);
      timer.run();
    }
    this.time = end;
  }

  /** The computer sleeps: only the clock on the wall goes on. */
  sleep(ms: number): void {
    this.asleep += ms;
  }

  private add(run: () => void, after: number, every: number): number {
    this.timers.set(++this.made, { at: this.time + after, every, run });
    return this.made;
  }
}

/** Everything that promises have to do is done. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
