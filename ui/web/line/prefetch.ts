import { chooseWidth } from "../slide/picture";
import type { SlideContent } from "../wire";

/** The sizes of a page that came from a PDF, when nothing better is known. */
const USUAL_WIDTHS = [960, 1920, 3840];

/**
 * Fetches the next slide's picture ahead, at a random moment: a hall of
 * phones must not ask for it in the same instant.
 */
export class Prefetcher {
  private timer = 0;
  private image: HTMLImageElement | null = null;

  /** After this slide was shown, and for a view that needs this many pixels. */
  schedule(slide: SlideContent, needed: number): void {
    this.cancel();
    if (!slide.next || slide.next.length === 0 || savesData()) return;
    const addresses = slide.next.map((url) => fullAddress(url, slide, needed));
    this.timer = window.setTimeout(() => this.fetch(addresses), 1000 + Math.random() * 4000);
  }

  cancel(): void {
    window.clearTimeout(this.timer);
    // What is already under way goes on: it is likely what is wanted next.
    this.image = null;
  }

  private fetch(addresses: string[]): void {
    const [first, ...rest] = addresses;
    if (first === undefined) return;
    const image = new Image();
    this.image = image;
    // One after the other, so that a slow line is not shared by six.
    image.onload = image.onerror = () => {
      if (this.image === image) this.fetch(rest);
    };
    image.src = first;
  }
}

/** A page's picture comes without a width; as a rule it has the sizes of this page's. */
function fullAddress(url: string, slide: SlideContent, needed: number): string {
  if (!/^\/pictures\/[^/]+$/.test(url)) return url;
  const widths = slide.next_widths || (slide.picture && !slide.picture.vector ? slide.picture.widths : USUAL_WIDTHS);
  return `${url}/${chooseWidth(widths, needed)}`;
}

function savesData(): boolean {
  const connection = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection;
  return connection?.saveData === true;
}
