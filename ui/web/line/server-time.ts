// What time it is for the server: devices in one room disagree by minutes.

/** How far the server is ahead of this device, in ms. */
let ahead = 0;

/** An answer says when it was made, to the second: what is within two is no difference. */
const TELLS = 2000;

/** Hears the Date header of an answer. */
export function hearDate(header: string | null): void {
  const told = header ? Date.parse(header) : NaN;
  if (Number.isNaN(told)) return;
  const apart = told + 500 - Date.now();
  if (Math.abs(apart - ahead) > TELLS) ahead = Math.abs(apart) > TELLS ? apart : 0;
}

/** ms since 1970 by the server's clock, as far as this page knows it. */
export function serverNow(): number {
  return Date.now() + ahead;
}
