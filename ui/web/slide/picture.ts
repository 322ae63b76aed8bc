// A picture comes in several widths: which one to ask for.

import type { Picture, SlideContent } from "../wire";

/** Nobody sees that a picture is shown so much larger than it is. */
const LARGER = 1.15;

/** The width in device pixels that a slide's picture needs to look sharp on an element. */
export function pixelsFor(slide: SlideContent | null | undefined, width: number, height: number, magnified: number, ratio: number): number {
  // Beside a picture that is less wide than the screen there is nothing to be sharp.
  const fitted = height > 0 ? Math.min(width, height * aspectOf(slide)) : width;
  // On a phone the third pixel is seen by who comes nearer.
  return Math.ceil((fitted * magnified * (magnified > 1 ? ratio : Math.min(ratio, 2))) / LARGER);
}

/** Width by height. Markdown slides are all drawn on a stage of 16:9. */
export function aspectOf(slide: SlideContent | null | undefined): number {
  const picture = slide?.picture;
  if (picture && picture.width > 0 && picture.height > 0) return picture.width / picture.height;
  return 16 / 9;
}

/** The smallest size that is at least as wide as needed, else the largest. */
export function chooseWidth(widths: readonly number[], needed: number): number {
  let largest = 0;
  let best = 0;
  for (const width of widths) {
    if (width > largest) largest = width;
    if (width >= needed && (best === 0 || width < best)) best = width;
  }
  return best || largest;
}

/** The address of a picture for a given width in device pixels. */
export function pictureURL(picture: Picture, needed: number): string {
  return `${picture.url}/${picture.vector ? 0 : chooseWidth(picture.widths, needed)}`;
}
