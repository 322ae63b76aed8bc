/** What this page is, for whoever watches over the screens: the window on a projector, or somebody's own. */
export function kind(): "window" | "phone" | "browser" {
  if (new URLSearchParams(location.search).has("window")) return "window";
  return window.matchMedia("(pointer: coarse) and (max-width: 600px), (pointer: coarse) and (max-height: 600px)").matches ? "phone" : "browser";
}
