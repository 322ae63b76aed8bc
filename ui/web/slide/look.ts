// The style sheets of decks' authors. The importer has cleaned them, and every selector
// in them begins with :slide: here that becomes a class of the slides that wear the
// sheet, so that it reaches nothing else on the page. The pages' policy allows no
// <style>; it leaves scripts the sheets that are made of objects.

interface Look {
  name: string;
  wearers: number;
  takeOff(): void;
}

/** By their text: all slides of a deck that look alike share one. */
const looks = new Map<string, Look>();
let made = 0;

/** Dresses a stage. Whoever calls it calls what it returns once the stage is not on the page any more. */
export function dress(stage: HTMLElement, css: string | undefined): () => void {
  if (!css) return () => undefined;
  let look = looks.get(css);
  if (!look) {
    const name = `look-${++made}`;
    look = { name, wearers: 0, takeOff: putOn(named(css, name)) };
    looks.set(css, look);
  }
  const worn = look;
  worn.wearers++;
  stage.classList.add(worn.name);
  let done = false;
  return () => {
    if (done) return;
    done = true;
    if (--worn.wearers > 0) return;
    looks.delete(css);
    worn.takeOff();
  };
}

/**
 * Gives a sheet's stage its name. What the author says counts more than what the theme
 * does, however narrow its selector is: :not(#_) weighs as much as an id.
 */
export function named(css: string, name: string): string {
  return css.replace(/:slide(?![\w-])/g, `.${name}:not(#_)`);
}

const OWN = /[^{}]*\.st-\d[^{}]*\{[^{}]*\}/g;
const LAYOUT = /[{;]\s*(align|bottom|column|display|flex|float|font-size|grid|height|justify|left|margin|padding|place|position|right|text-align|top|width)/;

/** Whether a sheet says where things are, or how large. What it says of one element, which had a style of its own, does not count. */
export function laysOut(css: string | undefined): boolean {
  return !!css && LAYOUT.test(css.replace(OWN, ""));
}

/** Adds a sheet to the page; what it returns takes it away again. */
function putOn(css: string): () => void {
  if ("adoptedStyleSheets" in document && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }
  // Older browsers: one rule that holds them all, at the end of the page's own sheet.
  const sheet = document.styleSheets[0] as CSSStyleSheet;
  let rule: CSSRule | undefined;
  try {
    rule = sheet.cssRules[sheet.insertRule(`@media all{${css}}`, sheet.cssRules.length)];
  } catch {
    // A sheet that closes more than it opens: the slide does without.
  }
  return () => {
    const at = Array.from(sheet.cssRules).findIndex((each) => each === rule);
    if (at >= 0) sheet.deleteRule(at);
  };
}
