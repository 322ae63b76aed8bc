// The audience's view on another monitor, from the window of the program: open there,
// gone with it, and back when it is plugged in again.

import { button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { h } from "../../kit/dom";
import { complain, say } from "../../kit/toast";
import { type Ask, changeWords, nameOf, onlyOther, type Screens } from "./native";

/** How often the monitors are looked at: a cable is plugged in by hand. */
const LOOK_EVERY = 2000;

export class Second {
  private now: Screens | null = null;

  constructor(private readonly ask: Ask, private readonly changed: () => void) {
    void this.look();
    window.setInterval(() => void this.look(), LOOK_EVERY);
  }

  get open(): boolean {
    return Boolean(this.now?.audience);
  }

  /** The monitor with the view, as a person calls it; "" for none. */
  get where(): string {
    const on = this.now?.monitors.find((monitor) => monitor.id === this.now?.audience);
    return on && this.now ? nameOf(on, this.now.monitors) : "";
  }

  /** Opens the view on the other monitor, or closes it; of several it asks which. */
  async toggle(): Promise<void> {
    await this.look();
    if (!this.now) return;
    const only = onlyOther(this.now.monitors);
    if (this.open) await this.show("");
    else if (only) await this.show(only.id);
    else if (this.now.monitors.length > 1) this.choose(this.now);
    else say("There is no other screen. Plug one in, as an extension of this one and not as its mirror, and press again.");
  }

  /** Has console and view change places. */
  async swap(): Promise<void> {
    await this.look();
    if ((this.now?.monitors.length || 0) < 2) say("There is no other screen to swap with.");
    else await this.tell("swap", null);
  }

  private async show(id: string): Promise<void> {
    await this.tell("audience", id);
  }

  private choose(screens: Screens): void {
    const dialog = new Dialog({ title: "The audience’s view", class: "dialog-ask" });
    dialog.body.append(
      h("p", { text: "On which screen?" }),
      h("div", { class: "screen-choice" },
        ...screens.monitors.filter((monitor) => !monitor.own).map((monitor) =>
          button({ text: `${nameOf(monitor, screens.monitors)} · ${monitor.width} × ${monitor.height}`, click: () => {
            dialog.close();
            void this.show(monitor.id);
          } }),
        ),
      ),
    );
    dialog.show();
  }

  private async tell(kind: "audience" | "swap", value: string | null): Promise<void> {
    try {
      this.take(await this.ask(kind, value), false);
    } catch (error) {
      complain(error);
    }
  }

  private async look(): Promise<void> {
    try {
      this.take(await this.ask("screens", null), true);
    } catch {
      // the window goes down with all it has
    }
  }

  private take(now: Screens | null, aloud: boolean): void {
    if (!now) return;
    const words = aloud ? changeWords(this.now, now) : "";
    this.now = now;
    if (words) say(words, now.again ? { label: "Close it", run: () => void this.show("") } : undefined);
    this.changed();
  }
}
