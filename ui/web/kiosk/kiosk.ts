// The kiosk page: the slide on a wall, for days, with nobody near it.

import { Announcer } from "../kit/announce";
import { byId } from "../kit/dom";
import { Follow } from "../line/follow";
import { LostMark } from "../line/lost";
import { asked, wishes } from "../line/wishes";
import { keepAwake } from "../kit/wake";
import { Night } from "../screen/night";
import { rotate, shape } from "../screen/rotation";
import { Screen } from "../screen/screen";
import { setLocale, setZone } from "../screen/venue";
import { headingOf } from "../slide/heading";
import { spoken } from "../slide/spoken";
import { SlideView } from "../slide/view";
import type { SlideContent } from "../wire";
import { AgendaSheet } from "./agenda";
import { Idle } from "./idle";
import { Home } from "./home";
import { Keep, keepNotice, keptNotice } from "./keep";
import { Loop, roundOf } from "./loop";
import { shift } from "./shift";
import { Stage } from "./stage";

/** Without a first word from the server the screen shows what it did before, or the clock, not black. */
const PATIENCE = 1500;
/** However odd what happened was, the right slide is back within this. */
const RECOVER_EVERY = 60_000;

function start(): void {
  const main = byId("main");
  const view = new SlideView(byId("view"), { frugal: true });
  const search = new URLSearchParams(location.search);
  const name = search.get("name") || "";
  const screen = new Screen({
    kind: search.has("window") ? "window" : "kiosk",
    name,
    alone: search.has("program"),
    told: (told) => {
      const wanted = wishes(told.lang, ...asked(location.search));
      setLocale(told.lang || search.get("lang") || "");
      idle.call(told.chosen || name);
      idle.retime();
      follow.speak(wanted);
      loop.call(told.chosen || name, wanted);
      rotate(told.rotation);
      stage.own = told.own === true;
      night.look();
    },
    identified: () => night.look(),
  });
  setLocale(search.get("lang") || "");
  const idle = new Idle(byId("idle"), name);
  const wanted = wishes(...asked(location.search));
  const room = search.get("room") || "";
  const loop = new Loop(view, new AgendaSheet(byId("agenda"), room), name, wanted, {
    shown: (show) => {
      main.classList.add("is-on");
      idle.hide();
      screen.says({ round: roundOf(show) });
    },
    nothing: () => rest(),
  });
  const rest = (): void => {
    main.classList.remove("is-on");
    view.clear();
    view.blank("");
    idle.show();
    screen.says({ round: "clock" });
  };
  const lost = new LostMark();
  const announcer = new Announcer();
  const keep = new Keep(view, location.search);
  const home = new Home(search, {
    // Switched off it stays as it is, too: in the morning there is time to look.
    shows: () => urgent || night.isOff || main.classList.contains("is-on"),
    urgent: () => urgent,
  });
  let before: SlideContent | null = null;
  let heard = false;
  let warned = false; // by the server, that there is an urgent message or none
  let urgent = false;

  const follow = new Follow(`/live?${screen.query}`, view, {
    onMove: () => {
      heard = true;
      loop.stop();
      screen.says({ round: "" });
      main.classList.add("is-on");
      night.look();
    },
    onShow: (position, slide) => {
      window.clearTimeout(patience);
      idle.hide();
      keep.save(slide, position.blank);
      screen.painted(position.rev);
      if (!slide) {
        before = null;
        return;
      }
      document.title = headingOf(slide) || "Lectern";
      if (slide !== before) announcer.say(spoken(slide, position.slides, before), slide.lang);
      before = slide;
    },
    onEnd: (rev) => {
      heard = true;
      window.clearTimeout(patience);
      keep.clear();
      before = null;
      // A line that is new tells it once more: what goes round stays.
      if (!loop.active) rest();
      night.look();
      screen.painted(rev);
    },
    onScreen: (event, data) => screen.hear(event, data),
    onIdle: (between) => {
      setZone(between.zone || "");
      idle.retime();
      night.look();
      loop.hear(between);
    },
    onNotice: (notice) => {
      warned = true;
      urgent = notice.text !== "";
      keepNotice(notice.text);
      screen.says({ notice: notice.version || "" });
      night.look();
    },
    onStatus: (status) => {
      lost.show(status);
      home.hear(status);
      stage.hear(status);
    },
  }, wanted);
  const stage = new Stage(() => follow.live !== null);
  const night = new Night(main, search, {
    rests: () => !stage.live && !urgent && !screen.identified,
    changed: (off, stuck) => screen.says({ off, stuck }),
  });
  window.setTimeout(() => {
    const text = warned ? "" : keptNotice();
    if (text === "") return;
    urgent = true;
    follow.warn(text);
    night.look();
  }, PATIENCE);
  const patience = window.setTimeout(async () => {
    const last = heard ? null : await keep.last();
    if (heard) return;
    if (!last) {
      idle.show();
      return;
    }
    main.classList.add("is-on");
    view.blank(last.blank);
    if (last.slide) await view.show(last.slide).catch(() => undefined);
  }, PATIENCE);
  window.setInterval(() => follow.comeBack(), RECOVER_EVERY);

  shape();
  window.addEventListener("resize", shape);
  screen.start();
  keepAwake(byId("awake") as HTMLVideoElement);
  shift(byId("view"), byId("agenda"));
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
