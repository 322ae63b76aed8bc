// The films and sounds of a slide. The presenter plays them, on all screens at once; a
// page only follows: where they are is a matter of the server's clock.

import { h } from "../kit/dom";
import { clockNow, learnClock } from "../line/clock";

/** How the films of a slide stand. */
export interface Playback {
  playing?: boolean;
  /** Seconds, at playedAt. */
  played?: number;
  played_at?: string;
}

/** What is nobody's business to mend: nobody sees it. */
const DRIFT = 0.3;
const LOOK_EVERY = 1000;

/** Seconds that were played by now. */
export function playedBy(state: Playback, now: number): number {
  const since = state.playing && state.played_at ? Math.max(0, now - Date.parse(state.played_at)) / 1000 : 0;
  return (state.played || 0) + since;
}

/** Where a film of a length is when so much was played: at its end it stays, or begins anew. */
export function placeIn(played: number, duration: number, loop: boolean): number {
  if (!(duration > 0) || played < duration) return played;
  return loop ? played % duration : duration;
}

export class Films {
  private readonly films: HTMLMediaElement[];
  private state: Playback = {};
  private timer = 0;
  private button: HTMLElement | null = null;

  constructor(root: HTMLElement, private readonly silent: boolean) {
    const all = Array.from(root.querySelectorAll<HTMLMediaElement>("video, audio"));
    for (const film of all) {
      film.autoplay = false;
      film.removeAttribute("autoplay");
      film.setAttribute("playsinline", "");
      film.preload = "auto";
      if (silent) film.muted = true;
    }
    // What moves behind a slide is no part of what is played: each screen has its own.
    const behind = all.filter((film) => film.closest(".ground") !== null);
    for (const film of behind) {
      film.muted = true;
      film.loop = true;
      void film.play().catch(() => {});
    }
    this.films = all.filter((film) => !behind.includes(film));
    if (this.films.length > 0) void learnClock().then(() => this.follow());
  }

  get any(): boolean {
    return this.films.length > 0;
  }

  /** Once the sizes of the films are known, or cannot be. */
  async ready(): Promise<void> {
    await Promise.all(this.films.filter((film) => film instanceof HTMLVideoElement && film.readyState < 1).map((film) => new Promise<void>((done) => {
      film.addEventListener("loadedmetadata", () => done(), { once: true });
      film.addEventListener("error", () => done(), { once: true });
    })));
  }

  play(state: Playback): void {
    this.state = state;
    if (this.films.length === 0) return;
    window.clearInterval(this.timer);
    if (state.playing) this.timer = window.setInterval(() => this.follow(), LOOK_EVERY);
    this.follow();
  }

  stop(): void {
    window.clearInterval(this.timer);
    for (const film of this.films) {
      film.pause();
      film.removeAttribute("src"); // what is being fetched is not needed any more
      film.load();
    }
    this.button?.remove();
  }

  private follow(): void {
    const played = playedBy(this.state, clockNow());
    for (const film of this.films) {
      const at = placeIn(played, film.duration, film.loop);
      const over = !film.loop && film.duration > 0 && at >= film.duration;
      if (film.readyState >= 1 && Math.abs(film.currentTime - at) > (this.state.playing ? DRIFT : 0.05)) film.currentTime = at;
      if (this.state.playing && !over) this.start(film);
      else if (!film.paused) film.pause();
    }
  }

  private start(film: HTMLMediaElement): void {
    if (!film.paused) return;
    film.play().catch((error: Error) => {
      if (error.name !== "NotAllowedError") return;
      // A browser plays with sound what somebody has touched: until then a film is silent,
      // and a sound alone waits.
      this.offerSound();
      if (film.muted || !(film instanceof HTMLVideoElement)) return;
      film.muted = true;
      void film.play().catch(() => {});
    });
  }

  private offerSound(): void {
    if (this.button || this.silent) return;
    this.button = h("button", { type: "button", class: "film-sound", text: "Sound on", onclick: () => {
      for (const film of this.films) film.muted = false;
      this.button?.remove();
      this.button = null;
      this.follow();
    } });
    document.body.append(this.button);
  }
}
