/** What a phone is likely to be called by whoever holds it, from its browser's word. */
export function deviceName(agent: string, touches: number): string {
  if (/iPhone/.test(agent)) return "iPhone";
  // An iPad says that it is a Mac, which has no touch screen.
  if (/iPad/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) return "iPad";
  if (/Android/.test(agent)) return /Mobile/.test(agent) ? "Android phone" : "Android tablet";
  if (/CrOS/.test(agent)) return "Chromebook";
  if (/Windows/.test(agent)) return "Windows computer";
  if (/Macintosh/.test(agent)) return "Mac";
  if (/Linux/.test(agent)) return "Linux computer";
  return "";
}
