// Pictures that came with a view, before anybody asked the server for them.

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

  /** Returns the picture of an address with whatever width. */
  find(address: string): HeldPicture | undefined {
    return this.get(parse(address)?.url);
  }

  /** Forgets one, which may be damaged. */
  drop(url: string): void {
    this.size -= this.pictures.get(url)?.blob.size || 0;
    this.pictures.delete(url);
  }
}

/** An image that shows what was held: what the server's HTML says of it. */
export interface Placed {
  width: number;
  src: string;
  srcset: string | null;
}

/**
 * Makes nodes of a slide's HTML, which the server's importer sanitised. Pictures that
 * are held are not asked for. Returns the images that show one.
 */
export function nodesOf(html: string, held: Held, urls: BlobURLs): { nodes: DocumentFragment; placed: Map<HTMLImageElement, Placed> } {
  const template = document.createElement("template"); // in which nothing is loaded
  template.innerHTML = html;
  const placed = new Map<HTMLImageElement, Placed>();
  template.content.querySelectorAll("img").forEach((image) => {
    const src = image.getAttribute("src") || "";
    const picture = held.find(src);
    if (!picture) return;
    const url = urls.of(picture.blob);
    const srcset = image.getAttribute("srcset");
    placed.set(image, { width: picture.width, src, srcset });
    // A srcset decides how large the image is.
    if (srcset !== null) image.setAttribute("srcset", `${url} ${picture.width}w`);
    image.setAttribute("src", url);
  });
  return { nodes: template.content, placed };
}

function parse(address: string): { url: string; width: number } | null {
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
