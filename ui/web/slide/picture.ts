// A picture comes in several widths: which one to ask for.

import type { Picture } from "../wire";

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
