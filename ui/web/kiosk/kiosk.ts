// The kiosk page: the slide on a wall, for days, with nobody near it.

import { Announcer } from "../kit/announce";
import { byId } from "../kit/dom";
import { Follow } from "../line/follow";
import { LostMark } from "../line/lost";
import { asked, wishes } from "../line/wishes";
import { headingOf } from "../slide/heading";
import { spoken } from "../slide/spoken";
import { SlideView } from "../slide/view";
import type { SlideContent } from "../wire";
import { Idle } from "./idle";
import { keepAwake } from "../kit/wake";

/** Without a first word from the server the screen shows the clock, not black. */
const PATIENCE = 1500;
/** However odd what happened was, the right slide is back within this. */
const RECOVER_EVERY = 60_000;

function start(): void {
  const main = byId("main");
  const view = new SlideView(byId("view"), { frugal: true });
  const name = new URLSearchParams(location.search).get("name") || "";
  const idle = new Idle(byId("idle"), name);
  const lost = new LostMark();
  const announcer = new Announcer();
  let before: SlideContent | null = null;

  const follow = new Follow(`/live?kind=kiosk&name=${encodeURIComponent(name)}`, view, {
    onMove: () => main.classList.add("is-on"),
    onShow: (position, slide) => {
      window.clearTimeout(patience);
      idle.hide();
      if (!slide) {
        before = null;
        return;
      }
      document.title = headingOf(slide) || "Lectern";
      if (slide !== before) announcer.say(spoken(slide, position.slides, before), slide.lang);
      before = slide;
    },
    onEnd: () => {
      window.clearTimeout(patience);
      main.classList.remove("is-on");
      view.clear();
      view.blank("");
      idle.show();
    },
    onStatus: (status) => lost.show(status),
  }, wishes(...asked(location.search)));
  const patience = window.setTimeout(() => {
    if (!follow.live) idle.show();
  }, PATIENCE);
  window.setInterval(() => follow.comeBack(), RECOVER_EVERY);

  keepAwake();
  keepStill();
  follow.start();
}

/** Nothing that somebody does at the wall moves the page, or opens another one that nobody could close. */
function keepStill(): void {
  const prevent = (event: Event): void => event.preventDefault();
  for (const name of ["contextmenu", "selectstart", "dragstart", "wheel", "touchmove", "gesturestart", "click", "auxclick"]) {
    document.addEventListener(name, prevent, { passive: false });
  }
  document.addEventListener("keydown", (event) => {
    // What is held with Ctrl is the administrator's.
    if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "F11") event.preventDefault();
  });
}

start();
