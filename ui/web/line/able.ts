// Whether this browser opens what was fetched ahead in less time than it takes to
// ask for it.

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";

/** Bytes a millisecond: a megabyte in a fifth of a second. */
const FAST = 5_000;
/** Small enough for a slow television to go on between two of them. */
const PIECE = 64 << 10;
/** The first ones are slow: the browser compiles what runs often. */
const PIECES = 16;

/** Measures it, when nothing else is to be done. */
export async function isAble(): Promise<boolean> {
  // What an old browser lacks is missing when it is called, not when it is loaded.
  try {
    if (typeof TextDecoder === "undefined" || !("BigInt" in window) || !URL.createObjectURL) return false;
    const cipher = chacha20poly1305(new Uint8Array(32), new Uint8Array(12));
    const sealed = cipher.encrypt(new Uint8Array(PIECE));
    for (let i = 0; i < PIECES; i++) {
      await idle();
      const begin = performance.now();
      cipher.decrypt(sealed);
      if (PIECE / (performance.now() - begin) >= FAST) return true;
    }
  } catch {
    // It has something of the name that does something else.
  }
  return false;
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "undefined") setTimeout(resolve, 50);
    else requestIdleCallback(resolve, { timeout: 1000 });
  });
}
