// Who may present: the browsers that were let in, and a link for one more.

import { button } from "../kit/button";
import { copyText } from "../kit/copy";
import { ask, Dialog } from "../kit/dialog";
import { h } from "../kit/dom";
import { complain } from "../kit/toast";
import * as server from "./server";

/** Opens the dialog. */
export function openDevices(): void {
  const list = h("ul", { class: "devices" });
  const link = h("div", { class: "device-link", role: "status" });
  const dialog = new Dialog({ title: "Devices that may present", class: "dialog-devices" });
  const fill = async (): Promise<void> => {
    const devices = await server.listDevices();
    list.replaceChildren(...devices.map((device) => row(device, () => attempt(() => server.deleteDevice(device.id).then(fill)))));
    others.hidden = devices.every((device) => device.this);
  };
  const others = button({ text: "Sign everybody else out", class: "is-quiet dialog-aside", click: () => void signOut() });
  const signOut = async (): Promise<void> => {
    const yes = await ask({
      title: "Sign everybody else out?",
      text: "All other browsers need a new link then, and links that nobody used are worthless.",
      yes: "Sign out", danger: true,
    });
    if (yes) attempt(() => server.deleteOtherDevices().then(fill));
  };
  const invite = async (): Promise<void> => {
    const { url, qr } = await server.makeLink();
    const how = qr ? "Scan the code with the other device, or open this address there." : "Open this address on the other device.";
    link.replaceChildren(
      qr ? h("img", { class: "device-qr", src: qr, alt: "QR code of this address" }) : "",
      h("div", null,
        h("p", { text: `${how} It works once, and within the hour; whoever has it can present.` }),
        h("p", null, h("code", { translate: "no", text: url })),
        button({ icon: "copy", text: "Copy link", click: () => void copyText(url) }),
      ),
    );
  };
  dialog.body.append(
    list, link,
    h("div", { class: "dialog-actions" }, others,
      button({ text: "Present from another device", class: "is-primary", click: () => attempt(invite) })),
  );
  dialog.body.tabIndex = 0; // a long list is scrolled with keys, too
  dialog.show();
  attempt(fill);
}

function row(device: server.Device, signOut: () => void): HTMLElement {
  const seen = new Date(device.last_seen);
  const when = isNaN(seen.getTime()) ? "" : seen.toLocaleString(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return h("li", { class: "device" },
    h("span", { class: "device-name", dir: "auto", text: device.name || "A browser" }),
    h("span", { class: "device-seen", text: device.this ? "this one" : when }),
    !device.this && button({ text: "Sign out", label: `Sign ${device.name || "this browser"} out`, class: "is-quiet", click: signOut }),
  );
}

function attempt(what: () => Promise<unknown>): void {
  what().catch(complain);
}
