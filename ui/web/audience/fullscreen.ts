// Full screen, under the names that browsers have given it.

interface OldDocument extends Document {
  webkitFullscreenElement?: Element | null;
  webkitFullscreenEnabled?: boolean;
  webkitExitFullscreen?(): void;
}

interface OldElement extends HTMLElement {
  webkitRequestFullscreen?(): void;
}

const page = document as OldDocument;

export function canFullscreen(): boolean {
  return page.fullscreenEnabled || page.webkitFullscreenEnabled || false;
}

export function isFullscreen(): boolean {
  return Boolean(page.fullscreenElement || page.webkitFullscreenElement);
}

export function toggleFullscreen(): void {
  const root = document.documentElement as OldElement;
  // A browser may refuse; then the page stays as it is.
  const refused = (): void => undefined;
  if (isFullscreen()) {
    if (page.exitFullscreen) page.exitFullscreen().catch(refused);
    else page.webkitExitFullscreen?.();
  } else if (root.requestFullscreen) root.requestFullscreen().catch(refused);
  else root.webkitRequestFullscreen?.();
}

export function onFullscreen(listener: () => void): void {
  document.addEventListener("fullscreenchange", listener);
  document.addEventListener("webkitfullscreenchange", listener);
}
