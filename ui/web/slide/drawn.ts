// A picture drawn on a canvas, for a page that shows one after the other for
// days. Browsers keep the pixels of every <img> they have painted (Chromium up to
// half a gigabyte of them); those of a canvas are gone with the canvas.

/** What the server makes of a picture that stands still. */
const STILL = ["image/jpeg", "image/png"];

/**
 * Draws a picture, which it gets first where it is given an address. Resolves to null where it has to be an <img>: it
 * moves, or this browser is too old. Rejects when it cannot be had.
 */
export async function drawn(source: string | Blob): Promise<HTMLCanvasElement | null> {
  if (typeof createImageBitmap === "undefined") return null;
  const blob = typeof source === "string" ? await fetchStill(source) : source;
  if (!blob || STILL.indexOf(blob.type) < 0) return null;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    return null; // an <img> has more patience, or fails for good
  }
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext("bitmaprenderer");
  // Without a copy: the bitmap is the canvas's from now on.
  if (context) context.transferFromImageBitmap(bitmap);
  else bitmap.close();
  return context ? canvas : null;
}

async function fetchStill(url: string): Promise<Blob | null> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error("The picture did not load.");
  return STILL.indexOf(response.headers.get("Content-Type") || "") < 0 ? null : response.blob();
}

/** Lets go of the pixels at once, not when the browser next tidies up. */
export function wipe(canvas: HTMLCanvasElement): void {
  canvas.width = canvas.height = 0;
}
