// Keeping the screen on, for as long as a page wants. Where the browser has a wake lock (it takes HTTPS) a page just
// asks for it; elsewhere a video that plays does the same. One with a sound starts once
// somebody has touched the page, and not before.

interface Sentinel {
  readonly released: boolean;
  release(): Promise<void>;
}

interface WakeLock {
  request(type: "screen"): Promise<Sentinel>;
}

/** How often it is asked for again: a low battery refuses, and the browser lets go of it. */
const EVERY = 60_000;

export class Wake {
  private wanted = false;
  private asking = false;
  private held: Sentinel | null = null;
  private readonly lock = (navigator as Navigator & { wakeLock?: WakeLock }).wakeLock;

  /**
   * video is what plays where there is no wake lock. It has a sound, which is silence:
   * without one it would not count, unless it is large. One that is muted plays untouched.
   */
  constructor(private readonly video: HTMLVideoElement | null) {
    const again = (): void => void this.keep();
    document.addEventListener("visibilitychange", again);
    window.setInterval(again, EVERY);
    // Each touch: the browser may have stopped it while the phone was locked.
    if (!this.lock) document.addEventListener("click", again);
  }

  want(on: boolean): void {
    if (on === this.wanted) return;
    this.wanted = on;
    void this.keep();
  }

  private async keep(): Promise<void> {
    const seen = document.visibilityState !== "hidden";
    if (!this.lock) {
      if (!this.wanted) this.video?.pause();
      else if (seen && this.video?.paused) await this.video.play().catch(() => undefined);
      return;
    }
    if (this.wanted && seen && !this.asking && (!this.held || this.held.released)) {
      this.asking = true;
      this.held = await this.lock.request("screen").catch(() => null);
      this.asking = false;
    }
    if (!this.wanted && this.held) {
      void this.held.release();
      this.held = null;
    }
  }
}

/** Keeps the screen on for as long as the page is there. */
export function keepAwake(video: HTMLVideoElement | null): void {
  new Wake(video).want(true);
}
