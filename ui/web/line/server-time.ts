// What time it is for the server: devices in one room disagree by minutes.

/** How far the server is ahead of this device, in ms. */
let ahead = 0;
let told = false;
const listeners: (() => void)[] = [];

/** An answer says when it was made, to the second: what is within two is no difference. */
const TELLS = 2000;

/** Hears the Date header of an answer. */
export function hearDate(header: string | null): void {
  const said = header ? Date.parse(header) : NaN;
  if (Number.isNaN(said)) return;
  const apart = said + 500 - Date.now();
  const off = Math.abs(apart - ahead) > TELLS;
  if (off) ahead = Math.abs(apart) > TELLS ? apart : 0;
  if (told && !off) return;
  told = true;
  for (const listener of listeners) listener();
}

/** Calls it once the server's time is known, and whenever it is another one than was thought. */
export function onServerTime(listener: () => void): void {
  listeners.push(listener);
}

/** ms since 1970 by the server's clock, as far as this page knows it. */
export function serverNow(): number {
  return Date.now() + ahead;
}
