// What a phone's camera reads as a network to join.

export interface Network {
  name: string;
  /** "" where it is open. */
  password: string;
  /** It does not show its name. */
  hidden: boolean;
}

/** The bytes that a name and a password of WPA may have: IEEE 802.11. */
const NAME_BYTES = 32;
const PASSWORD_MIN = 8;
const PASSWORD_MAX = 63;

/** What is wrong with it, as a sentence, or "". */
export function trouble(network: Network): string {
  if (!network.name) return network.password ? "The network of this password needs its name." : "";
  if (new TextEncoder().encode(network.name).length > NAME_BYTES) return `A network’s name has at most ${NAME_BYTES} bytes; letters with accents count twice.`;
  const length = network.password.length;
  if (length > 0 && (length < PASSWORD_MIN || length > PASSWORD_MAX)) return `A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.`;
  return "";
}

/**
 * The text of the code, as ZXing's readers and the cameras of phones take it:
 * WIFI:T:WPA;S:name;P:password;H:true;;
 */
export function wifiCode(network: Network): string {
  const secret = network.password ? `T:WPA;S:${quote(network.name)};P:${quote(network.password)};` : `T:nopass;S:${quote(network.name)};`;
  return `WIFI:${secret}${network.hidden ? "H:true;" : ""};`;
}

/** Some readers take a name of hexadecimal digits for bytes, unless it stands in quotes. */
function quote(text: string): string {
  const safe = text.replace(/[\\;,":]/g, "\\$&");
  return /^([0-9a-f]{2})+$/i.test(text) ? `"${safe}"` : safe;
}
