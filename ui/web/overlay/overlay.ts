// The overlay: what a stream has over its camera's picture, on a ground that is not there.
// It says nothing of itself, neither that its line is lost nor that nothing is live: it is
// on the air.

import { byId, h } from "../kit/dom";
import { getJoin } from "../line/api";
import { Follow } from "../line/follow";
import { NoticeSheet } from "../line/notice";
import { Stream } from "../line/stream";
import { asked, wishes } from "../line/wishes";
import type { Position } from "../line/types";
import { Renewal } from "../screen/renewal";
import { SlideView } from "../slide/view";
import { LowerThird } from "./lower-third";
import { type Options, optionsIn } from "./options";
import { Talk } from "./talk";

const LINE = "/live?kind=overlay";
/** A source of OBS is open for months: it loads itself anew when its server has other pages. */
const RENEW_EVERY = 60_000;

function start(): void {
  const main = byId("main");
  const { options, wrong } = optionsIn(location.search, (text) => CSS.supports("color", text));
  const wanted = wishes(...asked(location.search));
  dress(options);
  if (wrong.length > 0) {
    main.append(h("section", { class: "overlay-wrong", role: "alert" }, ...wrong.map((text) => h("p", { text, dir: "auto" }))));
  }
  const third = options.show.includes("title") ? new LowerThird(main, options) : null;
  const talk = new Talk(options, wanted, (words) => third?.say(words));
  const move = (position: Position, changed: boolean): void => {
    if (third) talk.hear(position, changed);
  };
  const end = (): void => {
    talk.end();
    third?.end();
  };
  if (options.show.includes("slide")) {
    const view = new SlideView(main.insertBefore(h("div", { id: "view" }), main.firstChild), { frugal: true });
    new Follow(LINE, view, {
      onMove: move,
      onEnd: () => {
        view.clear();
        view.blank("");
        end();
      },
    }, wanted).start();
  } else {
    const notice = new NoticeSheet();
    new Stream(LINE, { onState: move, onEnd: end, onNotice: (told) => notice.show(told.text), onStatus: () => undefined }).start();
  }
  const renewal = new Renewal();
  window.setInterval(() => {
    getJoin().then((join) => renewal.check(join.pages || ""), () => undefined);
  }, RENEW_EVERY);
}

function dress(options: Options): void {
  const { body } = document;
  body.classList.add(`is-${options.position}`);
  body.classList.toggle("is-still", !options.motion);
  body.classList.toggle("is-quiet", !options.notice);
  const set = (name: string, value: string): void => {
    if (value) body.style.setProperty(name, value);
  };
  set("--scale", String(options.scale));
  set("--overlay-color", options.color);
  set("--overlay-accent", options.accent);
  set("--overlay-background", options.background);
}

start();
