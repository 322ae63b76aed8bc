// A screen that hangs upright, or upside down: all of the page is turned.

/** Degrees, clockwise. The style sheet has the rest. */
export function rotate(degrees: number): void {
  const { body } = document;
  if (degrees === 0) body.removeAttribute("data-rotation");
  else body.dataset.rotation = String(degrees);
  shape();
  window.dispatchEvent(new Event("resize"));
}

/** Says how the page lies, as it is turned: media queries know the screen alone. */
export function shape(): void {
  const { body } = document;
  const aspect = body.clientWidth / Math.max(1, body.clientHeight);
  body.classList.toggle("is-upright", aspect <= 1);
  body.classList.toggle("is-landscape", aspect >= 1.25);
  body.classList.toggle("is-wide", aspect >= 2);
}
