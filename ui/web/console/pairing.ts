// A code that pairs one phone: as a QR code, in letters, and how long it is good. When
// it is too old there is a new one, for as long as somebody looks.

import { onlyHere, shortAddress } from "../kit/address";
import { h, setText } from "../kit/dom";
import { complain } from "../kit/toast";
import { serverNow } from "../line/server-time";
import * as server from "./server";

/** A code is renewed this long before it dies: whoever types it now would be too late. */
const EARLY = 5000;

export class Pairing {
  readonly element = h("div", { class: "device-link pairing" });
  private readonly left = h("p", { class: "pairing-left tabular" });
  private ends = 0;
  private timer = 0;
  private renewing = false;
  private role: "remote" | "stage" = "remote";

  get running(): boolean {
    return this.timer !== 0;
  }

  /** For a phone that is to be a remote, or a monitor at the speaker's feet. */
  async start(role: "remote" | "stage"): Promise<void> {
    this.stop();
    this.role = role;
    await this.renew();
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
  }

  private async renew(): Promise<void> {
    const { code, url, qr, expires_at } = await server.makePairing(this.role);
    this.ends = Date.parse(expires_at);
    const address = shortAddress(url.replace(/#.*/, ""));
    this.element.replaceChildren(
      qr ? h("img", { class: "device-qr", src: qr, alt: `QR code that pairs a ${this.what} by the code ${code}` }) : "",
      h("div", null,
        h("p", { text: this.how(qr !== undefined) }),
        h("p", { class: "pairing-code", translate: "no", text: code }),
        h("p", null, h("code", { translate: "no", text: address })),
        onlyHere(url) && h("p", { class: "pairing-alone", text: "Only this computer can open this address: there is no network, or Lectern was started for this computer alone." }),
        this.left,
      ),
    );
    this.tick();
  }

  private how(qr: boolean): string {
    if (this.role === "stage") return "On the computer that has the monitor, open the address below, and type this code there.";
    return qr ? "Scan the code with the phone; or type this at the address below." : "Type this code at the address below.";
  }

  private get what(): string {
    return this.role === "remote" ? "phone" : "monitor";
  }

  private tick(): void {
    const left = this.ends - serverNow();
    const seconds = Math.max(0, Math.ceil((left - EARLY) / 1000));
    setText(this.left, `For one ${this.what} · a new code in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    if (left > EARLY || this.renewing || this.timer === 0) return;
    this.renewing = true;
    this.renew().catch((error) => {
      this.stop();
      complain(error);
    }).then(() => (this.renewing = false));
  }
}
