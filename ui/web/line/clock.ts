// The server's clock, closer than the Date of an answer tells it: films are played in
// step by it.

/** ms that the server is ahead of this device; null until it was asked. */
let ahead: number | null = null;
let asking: Promise<void> | null = null;

const TRIES = 4;

/** Asks the server for the time, once. The quickest answer counts: half of what it took lies behind it. */
export function learnClock(): Promise<void> {
  if (ahead !== null) return Promise.resolve();
  asking = asking || ask().finally(() => (asking = null));
  return asking;
}

async function ask(): Promise<void> {
  let best = Infinity;
  for (let i = 0; i < TRIES; i++) {
    try {
      const sent = performance.now();
      const answer = await fetch("/clock.json", { cache: "no-store" });
      const { now } = (await answer.json()) as { now: number };
      const took = performance.now() - sent;
      if (took < best) {
        best = took;
        ahead = now + took / 2 - Date.now();
      }
    } catch {
      // Films are some tenths of a second apart then.
    }
  }
}

/** ms since 1970 by the server's clock, as far as this page knows it. */
export function clockNow(): number {
  return Date.now() + (ahead || 0);
}
