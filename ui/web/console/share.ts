// How people join: the address and its QR code, to read out or to show.

import { onlyHere, shortAddress } from "../kit/address";
import { button } from "../kit/button";
import { copyText } from "../kit/copy";
import { Dialog } from "../kit/dialog";
import { h } from "../kit/dom";
import { keyOf } from "../kit/keys";
import { complain } from "../kit/toast";
import { openDevices } from "./devices";
import { Reach } from "./reach";
import { getPresenterJoin, type PresenterJoin } from "./server";

/** Opens the dialog; it can be enlarged to fill the window, for the room to scan. */
export async function openShare(): Promise<void> {
  let join: PresenterJoin;
  try {
    join = await getPresenterJoin();
  } catch (error) {
    complain(error);
    return;
  }
  if (document.querySelector(".dialog-share")) return;
  const first = join.urls[0] || location.origin + "/";
  const overlay = new URL("/overlay", first).href;
  const reach = new Reach(first, join.urls);
  const dialog = new Dialog({ title: "Join the talk", reading: true, class: "dialog-share", onclose: () => reach.stop() });
  const enlarge = button({ icon: "fullscreen", text: "Show large", class: "is-primary", click: () => toggle() });
  const toggle = (): void => {
    const full = dialog.element.classList.toggle("is-large");
    enlarge.lastElementChild!.textContent = full ? "Show small" : "Show large";
  };
  // A phone that scans the address of this computer finds itself.
  const alone = onlyHere(first);
  dialog.element.classList.toggle("is-alone", alone);
  if (!alone) dialog.body.append(h("div", { class: "share-qr" }, h("img", { src: join.qr, alt: `QR code of ${first}`, onclick: toggle })));
  dialog.body.append(
    h("div", { class: "share-words" },
      h("p", { class: "share-lead", text: alone ? "Only this computer can open this address:" : "Scan the code, or open this address:" }),
      h("p", { class: "share-url", translate: "no", text: shortAddress(first) }),
      alone && h("p", { class: "share-more", text: "Lectern was started for this computer alone, or there is no network. Start it without --addr, in the room’s network, and phones can follow." }),
      h("div", { class: "share-actions" },
        !alone && enlarge,
        button({ icon: "copy", text: "Copy address", click: () => void copyText(first) }),
        !alone && button({ text: "Card to print", click: () => { window.open("/present/card", "_blank", "noopener"); } }),
        button({ text: "Pair a phone", class: "share-pair", click: () => { dialog.close(); openDevices(true); } }),
        button({ text: "Devices", class: "is-quiet share-devices", click: () => { dialog.close(); openDevices(); } }),
      ),
      !alone && reach.element,
      h("div", { class: "share-more" },
        h("p", { text: alone ? "For a second screen of this computer, run:" : "For a screen on the wall, run there:" }),
        h("code", { text: join.kiosk_command }),
      ),
      h("div", { class: "share-more share-overlay" },
        h("p", { text: "For a stream, the talk’s title and speaker over the camera: in OBS, as a browser source of 1920 × 1080" }),
        h("div", { class: "share-command" },
          h("code", { translate: "no", text: overlay }),
          button({ icon: "copy", label: "Copy the address for OBS", class: "is-quiet", click: () => void copyText(overlay) }),
        ),
      ),
    ),
  );
  dialog.element.addEventListener("keydown", (event) => {
    if (keyOf(event) === "q") dialog.close();
  });
  dialog.show(alone ? undefined : enlarge);
  if (!alone) reach.start();
}
