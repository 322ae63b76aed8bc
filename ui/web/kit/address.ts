/**
 * An address as people type it. Browsers find the scheme by themselves, but
 * for HTTPS on a port of its own.
 */
export function shortAddress(url: string): string {
  return url.replace(/^http:\/\/|^https:\/\/(?![^/]*:\d)/, "").replace(/\/$/, "");
}
