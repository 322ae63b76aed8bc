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
  /** Since when the slide is shown: what moves behind it goes by that. */
  since?: string;
  /** Without their sound: nobody asked for it. */
  silent?: boolean;
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

/** Has a film show its first frame, and no more of it be fetched. */
export function holdStill(film: HTMLMediaElement): void {
  film.removeAttribute("autoplay");
  film.preload = film instanceof HTMLVideoElement ? "metadata" : "none";
}

/** Resolves once the films that stand still have something to show, or cannot. */
export function firstFrames(root: HTMLElement): Promise<unknown> {
  return Promise.all(Array.from(root.querySelectorAll("video"), (film) => {
    film.preload = "auto";
    return loaded(film, "loadeddata", 2);
  }));
}

/** Has whoever looks play the films; what moves behind the slide does so by itself. */
export function handOver(root: HTMLElement): void {
  for (const film of Array.from(root.querySelectorAll<HTMLMediaElement>("video, audio"))) {
    if (!film.getAttribute("src")) {
      const words = film instanceof HTMLVideoElement ? "This film is too large for this file" : "This sound is too large for this file";
      if (film.closest(".ground")) film.remove();
      else film.replaceWith(h("span", { class: "missing", text: words }));
      continue;
    }
    film.setAttribute("playsinline", "");
    if (film.closest(".ground")) film.muted = true;
    else film.controls = true;
    if (film.autoplay) void film.play().catch(() => {});
  }
}

function loaded(film: HTMLMediaElement, event: string, state: number): Promise<void> {
  if (film.readyState >= state) return Promise.resolve();
  return new Promise((done) => {
    for (const name of [event, "error"]) film.addEventListener(name, () => done(), { once: true });
  });
}

export class Films {
  private readonly films: HTMLMediaElement[];
  /** What moves behind the slide: it goes on as long as that is shown. */
  private readonly behind: HTMLMediaElement[];
  private readonly begun = clockNow();
  private state: Playback = {};
  private timer = 0;
  private button: HTMLElement | null = null;
  private stopped = false;

  constructor(root: HTMLElement, private readonly silent: boolean) {
    const all = Array.from(root.querySelectorAll<HTMLMediaElement>("video, audio"));
    for (const film of all) {
      film.autoplay = false;
      film.removeAttribute("autoplay");
      film.setAttribute("playsinline", "");
      film.preload = "auto";
      film.muted = silent || film.hasAttribute("muted");
    }
    this.behind = all.filter((film) => film.closest(".ground") !== null);
    this.films = all.filter((film) => !this.behind.includes(film));
    if (all.length > 0) void learnClock().then(() => this.follow());
  }

  /** Once the sizes of the films are known, or cannot be. */
  async ready(): Promise<void> {
    const films = [...this.films, ...this.behind].filter((film) => film instanceof HTMLVideoElement);
    await Promise.all(films.map((film) => loaded(film, "loadedmetadata", 1)));
  }

  play(state: Playback): void {
    if (state.silent !== this.state.silent) {
      for (const film of [...this.films, ...this.behind]) {
        film.pause(); // one that goes on may not be given its sound where nobody has touched the page
        film.muted = this.silent || state.silent === true || film.hasAttribute("muted");
      }
    }
    this.state = state;
    if (this.films.length === 0 && this.behind.length === 0) return;
    window.clearInterval(this.timer);
    if (state.playing || this.behind.length > 0) this.timer = window.setInterval(() => this.follow(), LOOK_EVERY);
    this.follow();
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.stopped = true;
    for (const film of [...this.films, ...this.behind]) {
      film.pause();
      film.removeAttribute("src"); // what is being fetched is not needed any more
      film.load();
    }
    this.button?.remove();
  }

  private follow(): void {
    if (this.stopped) return;
    const now = clockNow();
    const played = playedBy(this.state, now);
    for (const film of this.films) this.put(film, played, this.state.playing === true);
    const since = this.state.since ? Date.parse(this.state.since) : this.begun;
    for (const film of this.behind) this.put(film, Math.max(0, now - since) / 1000, true);
  }

  /** Has a film be where so much of it was played, and go on or stand there. */
  private put(film: HTMLMediaElement, played: number, playing: boolean): void {
    const at = placeIn(played, film.duration, film.loop);
    const over = !film.loop && film.duration > 0 && at >= film.duration;
    if (film.readyState >= 1 && apart(film, at) > (playing && !over ? DRIFT : 0.05)) film.currentTime = at;
    if (playing && !over) this.start(film);
    else if (!film.paused) film.pause();
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
    if (this.button || this.silent || this.state.silent) return;
    this.button = h("button", { type: "button", class: "film-sound", text: "Sound on", onclick: () => {
      for (const film of [...this.films, ...this.behind]) film.muted = film.hasAttribute("muted");
      this.button?.remove();
      this.button = null;
      this.follow();
    } });
    document.body.append(this.button);
  }
}

/** Seconds between where a film is and where it should be: one that goes round is as near to its end as to its beginning. */
function apart(film: HTMLMediaElement, at: number): number {
  const by = Math.abs(film.currentTime - at);
  return film.loop && film.duration > 0 ? Math.min(by, Math.abs(film.duration - by)) : by;
}
