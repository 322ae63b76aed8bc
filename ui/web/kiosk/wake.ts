// Keeping the screen on where the browser lets a page do so (it takes HTTPS).

interface Sentinel {
  readonly released: boolean;
}

interface WakeLock {
  request(type: "screen"): Promise<Sentinel>;
}

export function keepAwake(): void {
  const { wakeLock } = navigator as Navigator & { wakeLock?: WakeLock };
  if (!wakeLock) return;
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
