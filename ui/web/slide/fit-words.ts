// Headings that are to be as wide as the slide: Marp's <!-- fit -->.

/** No heading is higher than this part of the stage. */
const HIGHEST = 0.8;

/** Sets each to the size at which its one line fills the width that it has. */
export function fitWords(stage: HTMLElement, body: HTMLElement): void {
  body.querySelectorAll<HTMLElement>(".fit").forEach((heading) => {
    heading.style.fontSize = "";
    const width = heading.clientWidth;
    const size = parseFloat(getComputedStyle(heading).fontSize);
    const line = document.createRange();
    line.selectNodeContents(heading);
    // The range is measured on the screen, where the stage is scaled.
    const scale = heading.getBoundingClientRect().width / width;
    const written = line.getBoundingClientRect().width / scale;
    if (!(written > 0) || !(size > 0) || !(scale > 0)) return;
    const highest = (stage.clientHeight * HIGHEST) / (heading.clientHeight / size);
    heading.style.fontSize = `calc(${Math.min((size * width) / written, highest).toFixed(2)}px * var(--fit))`;
  });
}
