// The languages that a page wants slides in, as ?lang= of the server's addresses has
// them: the best first.

/** What a browser may say of itself. More than these the server does not read. */
const MOST = 8;

/** Puts languages together, the most wanted first. What is no tag is left out. */
export function wishes(...wanted: string[]): string {
  const tags = wanted.filter((tag, i) => /^[A-Za-z0-9-]{2,35}$/.test(tag) && wanted.indexOf(tag) === i);
  return tags.slice(0, MOST).join(",");
}

/** The languages that an address of a page asks for. */
export function asked(search: string): string[] {
  return (new URLSearchParams(search).get("lang") || "").split(",");
}

/** A path with the languages that its answer is wanted in; with none it is the deck's own. */
export function inLanguage(path: string, wanted: string): string {
  return wanted ? `${path}${path.includes("?") ? "&" : "?"}lang=${encodeURIComponent(wanted)}` : path;
}
