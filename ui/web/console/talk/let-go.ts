/**
 * A button that was clicked keeps the focus, and Space would press it again
 * instead of moving on; a dialog that it opens would give the focus back to it.
 * Whoever uses the keyboard (detail 0) keeps the focus.
 */
export function letGo(event: MouseEvent): void {
  const button = event.detail > 0 && event.target instanceof Element ? event.target.closest("button") : null;
  if (button && button === document.activeElement) button.blur();
}
