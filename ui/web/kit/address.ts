/**
 * An address as people type it. Browsers find the scheme by themselves, but
 * for HTTPS on a port of its own.
 */
export function shortAddress(url: string): string {
  return url.replace(/^http:\/\/|^https:\/\/(?![^/]*:\d)/, "").replace(/\/$/, "");
}

/** True for an address of the computer itself, which is nothing to a phone. */
export function onlyHere(url: string): boolean {
  return /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/.test(url);
}

/** Takes the code of a presenter's link (…/present#CODE): see takeFragment. */
export function takeCode(): string {
  return takeFragment(/^[\w-]{43}$/);
}

/**
 * Takes a code out of the address bar, so that it stays in no history and on no
 * projector. Empty where there is none that looks so.
 */
export function takeFragment(code: RegExp): string {
  const given = location.hash.slice(1);
  if (!code.test(given)) return "";
  history.replaceState(null, "", location.pathname);
  return given;
}
