// A slide of words: its HTML on a stage of 1280 × 720 that is scaled as a whole.

import { arrange } from "./arrange";
import { setDirections } from "./direction";
import { fitSlide, fitStage, forgetFit } from "./fit";
import { fitWords } from "./fit-words";
import { lettersOf } from "./fonts";
import { BlobURLs, type Held, nodesOf, type Placed } from "./held";
import { dress, laysOut } from "./look";
import { markSlide, markWrappers } from "./marks";
import { after, painted } from "./painted";
import { chooseWidth } from "./picture";
import type { SlideContent } from "../wire";
import { Films, firstFrames, handOver, holdStill, type Playback } from "./film";
import type { Layer, SlideViewOptions } from "./view";

/** How long the words of a slide wait for the pictures among them, and for their letters. */
const PICTURES_WITHIN = 3000;

export class HTMLLayer implements Layer {
  readonly element = document.createElement("div");
  private readonly body = document.createElement("div");
  private readonly urls = new BlobURLs();
  private readonly placed: Map<HTMLImageElement, Placed>;
  private readonly undress: () => void;
  private fitted = false;
  private readonly films: Films | null;
  private left = false;

  /** `pixels`: how wide its pictures have to be, if they are as wide as the stage. */
  constructor(readonly slide: SlideContent, private readonly options: SlideViewOptions, held: Held, private pixels = Infinity) {
    this.element.className = `slide is-waiting ${slide.class || ""}`;
    if (slide.lang) this.element.lang = slide.lang;
    this.undress = dress(this.element, slide.css);
    this.body.className = "slide-body";
    const { nodes, placed } = nodesOf(slide.html, held, this.urls, pixels);
    this.placed = placed;
    this.body.appendChild(nodes);
    this.element.appendChild(this.body);
    markSlide(this.element, this.body);
    setDirections(this.element, this.body);
    // On a small picture of a slide nothing moves: a film is its first frame.
    const still = options.films ? options.films === "still" : options.inert;
    if (still) this.element.querySelectorAll<HTMLMediaElement>("video, audio").forEach(holdStill);
    this.films = still || options.films === "own" ? null : new Films(this.element, options.films === "silent");
    if (options.films === "own") handOver(this.element);
    if (options.inert) {
      this.element.classList.add("is-inert");
      this.element.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    }
  }

  async ready(): Promise<void> {
    const images = Array.from(this.element.querySelectorAll("img"));
    // A picture that is missing must not hold back the words beside it.
    const pictures = Promise.all(images.map((image) => this.painted(image).catch(() => image.classList.add("missing"))));
    let waiting = true;
    const letters = lettersOf(this.element).then(() => waiting || this.refit());
    await Promise.race([Promise.all([pictures, letters, this.films?.ready(), this.options.films === "still" && firstFrames(this.element)]), after(PICTURES_WITHIN)]);
    waiting = false;
    if (!laysOut(this.slide.css)) arrange(this.element, this.body, this.slide.slide);
    markWrappers(this.body);
    this.fitted = this.measure();
  }

  fit(root: HTMLElement): void {
    const at = fitStage(root.clientWidth, root.clientHeight);
    if (!at) return;
    this.element.style.transform = `translate(${at.left}px, ${at.top}px) scale(${at.scale})`;
    // Made while it had no size (a hidden view), it could not be measured then.
    if (!this.fitted && !this.element.classList.contains("is-waiting")) this.fitted = this.measure();
  }

  /** Text is drawn anew at every scale, and its pictures come in several widths. */
  sharpen(pixels: number): void {
    this.pixels = pixels;
    this.placed.forEach(({ width, widths }, image) => {
      if (chooseWidth(widths, pixels) > width) this.ask(image);
    });
  }

  play(state: Playback): void {
    this.films?.play(state);
  }

  leave(): void {
    this.films?.stop();
    this.left = true;
    this.urls.revoke();
    this.undress();
  }

  private measure(): boolean {
    fitWords(this.element, this.body);
    return fitSlide(this.element, this.slide);
  }

  /** Its letters have come after it was shown. */
  private refit(): void {
    if (this.left) return;
    forgetFit(this.slide);
    this.fitted = this.measure();
  }

  /** Has an image ask the server after all; until that answers it shows what it has. */
  private ask(image: HTMLImageElement): void {
    const placed = this.placed.get(image);
    if (!placed) return;
    placed.width = chooseWidth(placed.widths, this.pixels);
    placed.isHeld = false;
    const address = `${placed.url}/${placed.width}`;
    if (placed.widths.length > 1) image.setAttribute("srcset", `${address} ${placed.width}w`);
    image.setAttribute("src", address);
  }

  private async painted(image: HTMLImageElement): Promise<void> {
    try {
      await painted(image);
    } catch (error) {
      if (!this.placed.get(image)?.isHeld) throw error;
      this.ask(image);
      await painted(image);
    }
  }
}
