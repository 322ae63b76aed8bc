// Whether something can be painted by now.

/** How long a picture may take to decode once its bytes are there. */
const DECODE_WITHIN = 2000;

/** Resolves once an image can be painted without a gap; rejects if it never can. */
export async function painted(image: HTMLImageElement): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new Error("The picture did not load."));
    if (image.complete && image.naturalWidth > 0) {
      resolve();
      return;
    }
    image.addEventListener("load", () => resolve(), { once: true });
    image.addEventListener("error", fail, { once: true });
    // Failed before anybody listened: there will be no more events.
    if (image.complete && image.getAttribute("src")) void image.decode?.().then(resolve, fail);
  });
  // Some browsers refuse to decode what they can paint, or take their time in a
  // hidden tab, where there is no flash to avoid.
  if (image.decode && document.visibilityState !== "hidden") await Promise.race([image.decode().catch(() => undefined), after(DECODE_WITHIN)]);
}

export function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}
