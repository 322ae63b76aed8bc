// Places on a picture that lead to a slide or to the web.

import type { Link, SlideContent } from "../wire";

/** What becomes of a link into the deck. */
export interface LinkHooks {
  /** Whether somebody here may go there. */
  leads(slide: number, step: number): boolean;
  go(slide: number, step: number): void;
}

/** The links of one view, over its picture; empty without any. */
export class LinkPlane {
  readonly element = document.createElement("div");

  constructor(private readonly slide: SlideContent, private readonly hooks: LinkHooks) {
    this.element.className = "slide-links";
    this.refresh();
  }

  /** Lays them over where object-fit puts the picture in an element of this size. */
  fit(width: number, height: number): void {
    const { picture } = this.slide;
    if (!picture) return;
    const at = fitPicture(picture.width, picture.height, width, height);
    if (!at) return;
    const { style } = this.element;
    style.left = `${at.left}px`;
    style.top = `${at.top}px`;
    style.width = `${at.width}px`;
    style.height = `${at.height}px`;
  }

  /** Other slides may have been shown meanwhile. A link that stays keeps the focus. */
  refresh(): void {
    const before = Array.from(this.element.children) as HTMLElement[];
    (this.slide.links || []).forEach((link, i) => {
      const key = String(i);
      const there = before.find((child) => child.dataset["link"] === key);
      if (!target(link) || !this.isOpen(link)) there?.remove();
      else if (!there) this.put(link, key);
    });
  }

  private isOpen(link: Link): boolean {
    return Boolean(link.url) || this.hooks.leads(link.slide as number, link.step || 0);
  }

  private put(link: Link, key: string): void {
    const { url } = link;
    const a = document.createElement("a");
    a.className = "slide-link";
    a.dataset["link"] = key;
    a.draggable = false;
    a.href = target(link) as string;
    a.title = url || `Slide ${link.slide}`;
    a.setAttribute("aria-label", a.title);
    if (url && !/^mailto:/i.test(url)) {
      a.target = "_blank";
      a.rel = "noopener noreferrer";
    }
    a.style.left = percent(link.x);
    a.style.top = percent(link.y);
    a.style.width = percent(link.w);
    a.style.height = percent(link.h);
    a.addEventListener("click", (event) => {
      // After a click with the mouse the next key is the talk's again, not the link's.
      if (event.detail > 0) a.blur();
      if (url) return;
      event.preventDefault();
      this.hooks.go(link.slide as number, link.step || 0);
    });
    this.element.insertBefore(a, this.after(Number(key)));
  }

  /** They are reached with Tab in the order in which the file has them. */
  private after(key: number): Element | null {
    return (Array.from(this.element.children) as HTMLElement[]).find((child) => Number(child.dataset["link"]) > key) ?? null;
  }
}

/** Where a link leads, or null for what no link of a deck may be. */
export function target({ url, slide }: Link): string | null {
  if (url) return /^(https?:\/\/|mailto:)/i.test(url) ? url : null;
  // No page has a name for its slides: a tab that is opened with it shows the same as this one.
  return slide ? "#" : null;
}

function percent(part: number): string {
  return `${Math.round(part * 1e4) / 100}%`;
}

/** Where a picture stands that is fitted into an element; null where either has no size. */
export function fitPicture(w: number, h: number, width: number, height: number): { left: number; top: number; width: number; height: number } | null {
  const scale = Math.min(width / w, height / h);
  if (!(w > 0 && h > 0 && scale > 0)) return null;
  return { left: (width - w * scale) / 2, top: (height - h * scale) / 2, width: w * scale, height: h * scale };
}
