// Who is let in: the browsers and phones, which of them drives, and how one more comes.

import { button } from "../kit/button";
import { copyText } from "../kit/copy";
import { ask, Dialog } from "../kit/dialog";
import { h, setText } from "../kit/dom";
import { SecondPress } from "../kit/second-press";
import { complain, say } from "../kit/toast";
import { driving } from "./driving";
import { Pairing } from "./pairing";
import * as server from "./server";

/** The list tells within so long that a device was paired, or was seen. */
const LOOK_EVERY = 3000;
/** Seen since then, it is here. */
const HERE = 60_000;

const ROLES: Readonly<Record<string, string>> = {
  presenter: "presents", remote: "remote", stage: "stage display", captions: "captions", moderator: "moderates",
};

/** Opens the dialog; at once with a code for a phone, where that is what it is for. */
export function openDevices(pair = false): void {
  const list = h("ul", { class: "devices" });
  const more = h("div", { class: "device-more", role: "status" });
  const pairing = new Pairing();
  let shown = "";
  let known: Set<number> | null = null;
  const fill = async (): Promise<void> => {
    const devices = await server.listDevices();
    const now = JSON.stringify([devices.map(({ last_seen, ...device }) => [device, seen(last_seen)]), driving.asked]);
    if (now === shown) return; // a button that is about to be pressed is not made anew
    shown = now;
    const came = devices.find((device) => known && !known.has(device.id));
    known = new Set(devices.map((device) => device.id));
    if (came && pairing.running) {
      pairing.stop();
      more.replaceChildren(h("p", { class: "device-came", text: `${came.name} is paired.` }));
    }
    list.replaceChildren(...devices.map((device) => row(device, refill)));
    others.hidden = devices.every((device) => device.this);
  };
  const refill = (): void => attempt(fill);
  const timer = window.setInterval(() => void fill().catch(() => undefined), LOOK_EVERY);
  const forget = driving.listen(refill);
  const dialog = new Dialog({
    title: "Devices", class: "dialog-devices",
    onclose: () => {
      window.clearInterval(timer);
      forget();
      pairing.stop();
    },
  });
  const others = button({ text: "Sign everybody else out", class: "is-quiet dialog-aside", click: () => void signOut() });
  const signOut = async (): Promise<void> => {
    const yes = await ask({
      title: "Sign everybody else out?",
      text: "All other browsers and phones need a new link or code then, and those that nobody used are worthless.",
      yes: "Sign out", danger: true,
    });
    if (yes) attempt(() => server.deleteOtherDevices().then(fill));
  };
  const show = (element: HTMLElement): void => {
    more.replaceChildren(element);
    more.scrollIntoView({ block: "nearest" });
  };
  const invite = async (): Promise<void> => {
    pairing.stop();
    show(await linkOf());
  };
  const pairAs = async (role: "remote" | "stage"): Promise<void> => {
    await pairing.start(role);
    show(pairing.element);
  };
  dialog.body.append(
    list, more,
    h("div", { class: "dialog-actions" }, others,
      button({ text: "Present from another computer", click: () => attempt(invite) }),
      button({ text: "Pair a monitor", title: "For the speaker: notes, time, what is next", click: () => attempt(() => pairAs("stage")) }),
      button({ text: "Pair a phone", class: "is-primary", click: () => attempt(() => pairAs("remote")) })),
  );
  dialog.body.tabIndex = 0; // a long list is scrolled with keys, too
  dialog.show();
  refill();
  if (pair) attempt(() => pairAs("remote"));
}

/** A link for a browser that is to do all that this one may. */
async function linkOf(): Promise<HTMLElement> {
  const { url, qr } = await server.makeLink();
  const how = qr ? "Scan the code with the other device, or open this address there." : "Open this address on the other device.";
  return h("div", { class: "device-link" },
    qr ? h("img", { class: "device-qr", src: qr, alt: "QR code of this address" }) : "",
    h("div", null,
      h("p", { text: `${how} It works once, and within the hour; whoever has it can present.` }),
      h("p", null, h("code", { translate: "no", text: url })),
      button({ icon: "copy", text: "Copy link", click: () => void copyText(url) }),
    ),
  );
}

function row(device: server.Device, changed: () => void): HTMLElement {
  const name = device.name || "A browser";
  const drives = device.role === "presenter" || device.role === "remote";
  const act = (what: Promise<unknown>): void => void what.then(changed, complain);
  return h("li", { class: "device" },
    h("span", { class: "device-words" },
      h("span", { class: "device-name", dir: "auto", text: name }),
      h("span", { class: "device-seen", text: [ROLES[device.role] ?? device.role, device.this ? "this one" : seen(device.last_seen)].filter(Boolean).join(" · ") }),
    ),
    device.driver && h("span", { class: "pill device-driver", text: "drives" }),
    device.this && !device.driver && driving.other && button({ text: driving.asked ? "Take back" : "Ask to drive", class: "is-quiet", click: () => act(driving.ask(!driving.asked)) }),
    drives && !device.driver && (!device.this || driving.other) && button({ text: device.this ? "Take over" : "Let it drive", label: device.this ? "Take over" : `Let it drive: ${name}`, class: "is-quiet", click: () => act(device.this ? driving.take() : driving.give(device.id)) }),
    !device.this && revokeButton(device, name, () => act(revoke(device.id, name))),
  );
}

/** Whoever drives, or has just been here, may be in the midst of the talk: that wants a second press. */
function revokeButton(device: server.Device, name: string, out: () => void): HTMLElement {
  const sign = button({ text: "Revoke", label: `Revoke ${name}`, class: "is-quiet", click: () => {
    if (!(device.driver || isHere(device.last_seen)) || second.press()) out();
  } });
  const second = new SecondPress((armed) => {
    sign.classList.toggle("is-danger", armed);
    sign.setAttribute("aria-label", armed ? `Press again to revoke ${name}` : `Revoke ${name}`);
    setText(sign.querySelector(".button-text")!, armed ? "Sure?" : "Revoke");
  });
  return sign;
}

async function revoke(id: number, name: string): Promise<void> {
  await server.deleteDevice(id);
  say(`${name} was signed out.`);
}

function seen(last: string): string {
  const at = new Date(last);
  if (isNaN(at.getTime())) return "";
  if (isHere(last)) return "here now";
  return "seen " + at.toLocaleString(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

function isHere(last: string): boolean {
  return Date.now() - new Date(last).getTime() < HERE;
}

function attempt(what: () => Promise<unknown>): void {
  what().catch(complain);
}
