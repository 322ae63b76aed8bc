// Whether phones can open the address that is shown: what can be seen from this computer,
// and the proof, which is a phone that came.

import { shortAddress } from "../kit/address";
import { button } from "../kit/button";
import { copyText } from "../kit/copy";
import { h } from "../kit/dom";
import { icon } from "../kit/icons";
import { type Firewall, getReach, type Reached } from "./server";

/** How often it is asked whether a phone has come, in milliseconds. */
const AGAIN = 3000;

const PLACES = { wifi: "Wi-Fi", network: "network", vpn: "VPN", inside: "containers of this computer", here: "this computer alone" };

export class Reach {
  readonly element = h("div", { class: "share-more reach" });
  private timer = 0;
  private told = "";

  /** first is the address that is shown; all, those that the server names. */
  constructor(private readonly first: string, private readonly all: readonly string[]) {
    this.tell({ addresses: [], portal: false });
  }

  /** Asks until stop. */
  start(): void {
    window.clearTimeout(this.timer);
    void getReach()
      .then((known) => this.element.isConnected && this.tell(known))
      .catch(() => undefined) // it is a help, and not what the dialog is for
      .then(() => {
        if (this.element.isConnected) this.timer = window.setTimeout(() => this.start(), AGAIN);
      });
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }

  private tell(known: { addresses: Reached[]; portal: boolean }): void {
    const news = JSON.stringify(known);
    if (news === this.told) return; // what is read, or has the focus, stays
    this.told = news;
    const open = this.element.querySelector("details")?.open || false;
    const best = known.addresses.find((address) => address.url === this.first);
    const others = this.all.filter((url) => url !== this.first).map((url) => known.addresses.find((a) => a.url === url) || url);
    this.element.replaceChildren(
      h("div", { role: "status" }, best ? state(best) : null, known.portal && h("p", { class: "reach-warn", text: "This network wants something clicked in a browser before it lets anybody out. Until then it may keep phones apart." })),
      h("details", { open },
        h("summary", { text: "It does not open on a phone?" }),
        h("ul", null,
          h("li", { text: "Is the phone in the same Wi-Fi as this computer, and not in its mobile network?" }),
          best?.firewall?.state === "unknown" && best.firewall.command
            ? h("li", null, `Whether ${best.firewall.name} lets phones in cannot be seen from here. This makes it so:`, ...commands(best.firewall)) : null,
          best?.multicast?.state === "blocks"
            ? h("li", null, `Screens do not find this computer by themselves: its firewall (${best.multicast.name}) keeps their questions out. This lets them in:`, ...commands(best.multicast)) : null,
          others.length > 0 && h("li", null, "This computer also answers on ",
            h("ul", null, ...others.map((other) => typeof other === "string" ? h("li", null, h("code", { text: shortAddress(other) })) : place(other)))),
          h("li", { text: "Networks for guests often keep phones and computers apart. Use another one, or a phone’s hotspot." }),
        ),
      ),
    );
  }
}

/** One sentence on the address that is shown. */
function state(address: Reached): HTMLElement {
  if (address.phone) return h("p", { class: "reach-good" }, icon("check"), h("span", { text: "A phone has opened this address." }));
  if (address.firewall?.state === "blocks") {
    return h("div", { class: "reach-warn" },
      h("p", { text: `The firewall of this computer (${address.firewall.name}) keeps phones out. This lets them in:` }),
      ...commands(address.firewall));
  }
  if (!address.answers) return h("p", { class: "reach-warn", text: "Nobody answers at this address at the moment." });
  return h("p", { text: "No phone has opened it yet; scan the code to try." });
}

function place(address: Reached): HTMLElement {
  return h("li", null, h("code", { text: shortAddress(address.url) }), ` ${PLACES[address.kind]}${address.interface ? ` (${address.interface})` : ""}`,
    address.phone ? ": a phone has opened it" : "");
}

/** What is to be typed, and what makes it last. */
function commands(firewall: Firewall): (HTMLElement | string)[] {
  if (!firewall.command) return [];
  if (firewall.keep) return [command(firewall.command), "That holds until this computer restarts. This makes it last:", command(firewall.keep)];
  return firewall.fleeting ? [command(firewall.command), "That holds until this computer restarts."] : [command(firewall.command)];
}

function command(text: string): HTMLElement {
  return h("span", { class: "share-command" }, h("code", { text, translate: "no" }),
    button({ icon: "copy", label: "Copy the command", title: "Copy", class: "is-quiet", click: () => void copyText(text) }));
}
