// Seals views as the server does; the tests of sealed.ts hold both to the same bytes.

import { chacha20, chacha20poly1305 } from "@noble/ciphers/chacha.js";

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function keyBytes(view: string, content: number): Uint8Array {
  return ascii(`the key of ${view} in ${content}`.padEnd(32));
}

/** The key of a view ("2.1") of a deck's content, as an event has it. */
export function keyOf(view: string, content: number): string {
  return btoa(String.fromCharCode(...Array.from(keyBytes(view, content)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The bundle of a view of deck 1, with one picture, for a width. */
export function seal(view: string, content: number, width: string): Uint8Array {
  const [slide, step] = view.split(".").map(Number);
  const pictures = [{ address: `/pictures/${view}/${width}`, type: "image/png", size: 2 }];
  const head = ascii(JSON.stringify({ view: { deck: 1, content, slide, step }, pictures }));
  const plain = Uint8Array.from([0, 0, 0, head.length, ...Array.from(head), 80, 81, 0, 0, 0]);
  const block = chacha20(keyBytes(view, content), ascii("lectern/seal"), new Uint8Array(64));
  const nonce = ascii(`${view}-${width}-----`.slice(0, 12).padEnd(12));
  const box = chacha20poly1305(block.subarray(32), nonce, block.subarray(0, 16)).encrypt(plain);
  return Uint8Array.from([...Array.from(block.subarray(0, 16)), ...Array.from(nonce), ...Array.from(box)]);
}

/** What the server calls a bundle. */
export function tagOf(sealed: Uint8Array): string {
  return `"${Array.from(sealed.subarray(16, 28), (byte) => (byte + 256).toString(16).slice(1)).join("")}"`;
}

/** The server's answer to who asks for a bundle: whole at once, as no Response is. */
export function bundleAnswer(sealed: Uint8Array | null, known = false): unknown {
  return {
    status: !sealed ? 204 : known ? 304 : 200,
    headers: { get: (name: string) => (name === "ETag" && sealed ? tagOf(sealed) : null) },
    arrayBuffer: async () => sealed?.buffer,
  };
}
