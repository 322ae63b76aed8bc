// Keeping the screen on. Where the browser has a wake lock (it takes HTTPS) a page just
// asks for it; elsewhere a video that plays does the same. One with a sound starts once
// somebody has touched the page, and not before.

interface Sentinel {
  readonly released: boolean;
}

interface WakeLock {
  request(type: "screen"): Promise<Sentinel>;
}

/**
 * video is what plays where there is no wake lock. It has a sound, which is silence:
 * without one it would not count, unless it is large. One that is muted plays untouched.
 */
export function keepAwake(video?: HTMLVideoElement): void {
  const { wakeLock } = navigator as Navigator & { wakeLock?: WakeLock };
  if (wakeLock) holdLock(wakeLock);
  else if (video) holdByVideo(video);
}

function holdLock(wakeLock: WakeLock): void {
  let held: Sentinel | null = null;
  const take = async (): Promise<void> => {
    if (document.visibilityState === "hidden" || (held && !held.released)) return;
    try {
      held = await wakeLock.request("screen");
    } catch {
      held = null; // a low battery refuses; the next time it may not
    }
  };
  document.addEventListener("visibilitychange", () => void take());
  window.setInterval(() => void take(), 60_000);
  void take();
}

function holdByVideo(video: HTMLVideoElement): void {
  const play = (): void => {
    if (document.visibilityState !== "hidden" && video.paused) void video.play().catch(() => undefined);
  };
  if (video.muted) {
    play();
    window.setInterval(play, 60_000);
  }
  // Each touch: the browser may have stopped it while the phone was locked.
  document.addEventListener("click", play);
  document.addEventListener("visibilitychange", play);
}
