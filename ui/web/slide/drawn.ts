// A picture drawn on a canvas, for a page that shows one after the other for
// days. Browsers keep the pixels of every <img> they have painted (Chromium up to
// half a gigabyte of them); those of a canvas are gone with the canvas.

/** What the server makes of a picture that stands still. */
const STILL = ["image/jpeg", "image/png"];

/**
 * Gets a picture and draws it. Resolves to null where it has to be an <img>: it
 * moves, or this browser is too old. Rejects when it cannot be had.
 */
export async function drawn(url: string): Promise<HTMLCanvasElement | null> {
  if (typeof createImageBitmap === "undefined") return null;
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error("The picture did not load.");
  if (STILL.indexOf(response.headers.get("Content-Type") || "") < 0) return null;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(await response.blob());
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

/** Lets go of the pixels at once, not when the browser next tidies up. */
export function wipe(canvas: HTMLCanvasElement): void {
  canvas.width = canvas.height = 0;
}
