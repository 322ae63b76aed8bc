// What was fetched ahead, and the keys that open it: the other half of the
// server's package sealed, which says what each byte is for. (A page on plain HTTP
// has no crypto.subtle.)

import { chacha20, chacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { SlideContent } from "../wire";

const COMMITMENT = 16;
const NONCE_END = 28;
const OVERHEAD = 44;
/** The nonce of the one block that a key is split with. */
const SPLIT = Uint8Array.from("lectern/seal", (c) => c.charCodeAt(0));

/** A picture that came with a view. */
export interface SealedPicture {
  /** Where the server has it, too. */
  address: string;
  blob: Blob;
}

/** A view that was opened. */
export interface Opened {
  view: SlideContent;
  pictures: SealedPicture[];
}

/** A bundle that nobody can read yet. */
export class Bundle {
  constructor(private readonly bytes: Uint8Array) {}

  /** What the server knows it by, as an ETag. It tells nothing of what is inside. */
  get tag(): string {
    return `"${hex(this.bytes.subarray(COMMITMENT, NONCE_END))}"`;
  }

  /** Reports, cheaply, whether a key is the one that opens it. */
  isOf(key: Key): boolean {
    return this.bytes.length >= OVERHEAD && key.commitment.every((byte, i) => byte === this.bytes[i]);
  }

  /** Returns what is inside; or null where it is damaged, or another key's. */
  open(key: Key): Opened | null {
    try {
      return this.isOf(key) ? read(key.open(this.bytes)) : null;
    } catch {
      return null;
    }
  }
}

/** The key of a view. */
export class Key {
  readonly commitment: Uint8Array;
  private readonly inner: Uint8Array;

  /** bytes are 32. */
  constructor(bytes: Uint8Array) {
    const block = chacha20(bytes, SPLIT, new Uint8Array(64));
    this.commitment = block.subarray(0, COMMITMENT);
    this.inner = block.subarray(32);
  }

  /** Reads what an event has: base64url. Returns null where it is no key. */
  static parse(text: string): Key | null {
    try {
      const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
      return bytes.length === 32 ? new Key(bytes) : null;
    } catch {
      return null;
    }
  }

  /** Returns the plain bytes; throws where there are none. */
  open(sealed: Uint8Array): Uint8Array {
    return chacha20poly1305(this.inner, sealed.subarray(COMMITMENT, NONCE_END), sealed.subarray(0, COMMITMENT)).decrypt(sealed.subarray(NONCE_END));
  }
}

interface Head {
  view: SlideContent;
  pictures: { address: string; type: string; size: number }[];
}

function read(plain: Uint8Array): Opened {
  let at = 4 + new DataView(plain.buffer, plain.byteOffset).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(plain.subarray(4, at))) as Head;
  const pictures = head.pictures.map(({ address, type, size }) => {
    const blob = new Blob([plain.slice(at, at + size)], { type });
    at += size;
    return { address, blob };
  });
  return { view: head.view, pictures };
}

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += (byte + 256).toString(16).slice(1);
  return text;
}
