/** An id that nobody else has. (crypto.randomUUID needs HTTPS.) */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  let id = "";
  for (const byte of bytes) id += (byte + 256).toString(16).slice(1);
  return id;
}
