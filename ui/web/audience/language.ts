// The language that somebody reads slides in: the one that the page's address asks for,
// or that was chosen here, or else one of the browser's.

import { recall, remember } from "../kit/settings";
import { asked, wishes } from "../line/wishes";

const KEPT_AS = "lang";

export class Language {
  private chosen: string | null = null;

  /** What the server is asked for: see wishes. */
  get wanted(): string {
    if (this.chosen === "") return ""; // a deck's own, of which nobody knows what it is
    const browser = navigator.languages || [navigator.language || ""];
    const first = this.chosen === null ? [...asked(location.search), recall(KEPT_AS, "")] : [this.chosen];
    return wishes(...first, ...browser);
  }

  choose(lang: string): void {
    this.chosen = lang;
    if (lang) remember(KEPT_AS, lang);
    const address = new URL(location.href);
    if (!address.searchParams.has("lang")) return;
    // Whoever passes the address on passes on what is seen.
    if (lang) address.searchParams.set("lang", lang);
    else address.searchParams.delete("lang");
    history.replaceState(history.state, "", address.href);
  }
}
