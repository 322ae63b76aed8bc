// Pictures that came with a view, before anybody asked the server for them.

import { chooseWidth } from "./picture";

/** How many bytes of them are kept: those of the views around the one that is shown. */
const KEPT = 24 << 20;

export interface HeldPicture {
  /** In pixels; 0 for a vector. */
  width: number;
  blob: Blob;
}

export class Held {
  private readonly pictures = new Map<string, HeldPicture>();
  private size = 0;

  /** Takes a picture in by its address, /pictures/HASH/WIDTH. */
  put(address: string, blob: Blob): void {
    const at = parse(address);
    if (!at) return;
    this.drop(at.url);
    this.pictures.set(at.url, { width: at.width, blob });
    this.size += blob.size;
    for (const url of Array.from(this.pictures.keys())) {
      if (this.size <= KEPT || url === at.url) break;
      this.drop(url);
    }
  }

  /** Returns the picture of an address without its width. */
  get(url: string | undefined): HeldPicture | undefined {
    return url === undefined ? undefined : this.pictures.get(url);
  }

  /** Forgets one, which may be damaged. */
  drop(url: string): void {
    this.size -= this.pictures.get(url)?.blob.size || 0;
    this.pictures.delete(url);
  }
}

/** An image of a picture that the server has: which of its widths it shows. */
export interface Placed {
  /** Its address without the width. */
  url: string;
  widths: number[];
  width: number;
  /** It came with a view; nobody asked the server. */
  isHeld: boolean;
}

/**
 * Makes nodes of a slide's HTML, which the server's importer sanitised. Pictures that
 * are held are not asked for, of others the width that suits so many pixels. A picture
 * is as large as the largest of its widths says, whichever is shown: so a slide is laid
 * out alike on every screen. (In a talk that was exported an attribute says it.)
 */
export function nodesOf(html: string, held: Held, urls: BlobURLs, pixels: number): { nodes: DocumentFragment; placed: Map<HTMLImageElement, Placed> } {
  const template = document.createElement("template"); // in which nothing is loaded
  template.innerHTML = html;
  const placed = new Map<HTMLImageElement, Placed>();
  template.content.querySelectorAll("img").forEach((image) => {
    const at = parse(image.getAttribute("src") || "");
    const widths = widthsOf(image.getAttribute("srcset")) || [at ? at.width : Number(image.dataset.widest) || 0];
    image.classList.toggle("is-sized", isSized(image, Math.max(...widths)));
    if (!at) return;
    const { url } = at;
    const picture = held.get(url);
    const width = picture ? picture.width : chooseWidth(widths, pixels);
    const src = picture ? urls.of(picture.blob) : `${url}/${width}`;
    placed.set(image, { url, widths, width, isHeld: !!picture });
    if (widths.length > 1) {
      image.setAttribute("srcset", `${src} ${width}w`);
      image.setAttribute("sizes", `${Math.max(...widths)}px`);
    }
    image.setAttribute("src", src);
  });
  return { nodes: template.content, placed };
}

/** Whether its author said how large it is: its attributes are its own size where nobody did. */
function isSized(image: HTMLImageElement, width: number): boolean {
  const given = Number(image.getAttribute("width"));
  return (given > 0 && width > 0 && given !== width) || /(^|[\s-])st-/.test(image.className);
}

function widthsOf(srcset: string | null): number[] | null {
  return srcset ? srcset.split(",").map((candidate) => parseInt(candidate.trim().split(" ")[1] || "0", 10)) : null;
}

/** The parts of a picture's address; null where it is none. */
export function parse(address: string): { url: string; width: number } | null {
  const match = /^(\/pictures\/[^/]+)\/(\d+)$/.exec(address);
  return match ? { url: match[1] as string, width: Number(match[2]) } : null;
}

/** Addresses of blobs, for as long as something on the page shows them. */
export class BlobURLs {
  private readonly made: string[] = [];

  of(blob: Blob): string {
    const url = URL.createObjectURL(blob);
    this.made.push(url);
    return url;
  }

  revoke(): void {
    for (const url of this.made.splice(0)) URL.revokeObjectURL(url);
  }
}
