import assert from "node:assert/strict";
import test from "node:test";
import { Held } from "../slide/held";
import type { SlideContent } from "../wire";
import { Clock, settled } from "../testing/clock";
import { FakeEventSource } from "../testing/event-source";
import { bundleAnswer, keyOf, seal } from "../testing/seal";
import { Follow } from "./follow";

/** A room of one page: a server that answers as the test says, and a view that keeps what it is shown. */
function begin() {
  const clock = new Clock();
  FakeEventSource.install();
  const page = globalThis as any;
  page.document = Object.assign(new EventTarget(), { visibilityState: "visible", documentElement: { dataset: {} }, querySelector: () => null });
  page.addEventListener = () => undefined;
  const asked: string[] = [];
  const server = { status: 200, ahead: [] as string[] };
  Object.defineProperty(page, "navigator", { value: {}, configurable: true, writable: true });
  page.fetch = async (path: string) => {
    if (path.includes("/ahead/")) {
      const view = server.ahead.shift();
      return bundleAnswer(view ? seal(view, 1, "960") : null);
    }
    if (!path.startsWith("/decks/")) return new Response(null, { status: 204 }); // that it was seen
    asked.push(path);
    const [, slide, step] = /slides\/(\d+)\?step=(\d+)$/.exec(path) || [];
    return Response.json({ deck: 1, slide: Number(slide), step: Number(step), content: 1 }, { status: server.status });
  };
  const saw: string[] = [];
  const view = {
    held: new Held(),
    neededPixels: 100,
    show: async (slide: SlideContent) => saw.push(`${slide.slide}.${slide.step}`) > 0,
    blank: (blank: string) => saw.push(blank || "bright"),
    play: () => {},
    redraw: () => {},
    mark: (mark: { x: number } | null) => mark && saw.push(`mark ${mark.x}`),
    zoom: (part: { w: number } | null) => part && saw.push(`zoom ${part.w}`),
  };
  const follow = new Follow("/live?kind=audience", view as any, { onEnd: () => saw.push("end") });
  follow.start();
  let rev = 0;
  const say = async (slide: number, more = {}, event = "slide"): Promise<void> => {
    FakeEventSource.last.say(event, { deck: 1, slide, step: 0, rev: ++rev, content: 1, blank: "", ...more });
    await clock.pass(0);
    await settled();
  };
  return { asked, clock, follow, saw, say, server, view };
}

test("Follow: each view is asked for once", async () => {
  const { asked, saw, say } = begin();
  await say(1);
  await say(2, { step: 3 });
  await say(2, { step: 4 });
  await say(1);
  await say(2, { step: 3 });
  assert.deepEqual(asked, ["/decks/1/slides/1?step=0", "/decks/1/slides/2?step=3", "/decks/1/slides/2?step=4"]);
  assert.deepEqual(saw.filter((what) => what !== "bright"), ["1.0", "2.3", "2.4", "1.0", "2.3"]);
});

test("Follow: what was fetched ahead is shown without a word to the server, and its pictures are here", async () => {
  const { asked, clock, saw, say, server, view } = begin();
  server.ahead = ["1.1", "2.0"];
  await say(1);
  await clock.pass(30_000);
  assert.equal(asked.length, 1);
  await say(1, { step: 1, blank: "black" });
  await say(1, { step: 1, key: keyOf("1.1", 1) });
  await say(2, { key: keyOf("2.0", 1) });
  await say(1);
  await say(2, { key: keyOf("2.0", 1) });
  assert.equal(asked.length, 1);
  assert.deepEqual(saw.filter((what) => what !== "bright"), ["1.0", "black", "1.1", "2.0", "1.0", "2.0"]);
  assert.equal(view.held.get("/pictures/2.0")?.width, 960);
  await say(3, { key: keyOf("3.0", 1) });
  assert.equal(asked.length, 2, "what was not fetched is asked for");
});

test("Follow: whoever looks back opens what the room sees, too", async () => {
  const { asked, clock, follow, saw, say, server } = begin();
  server.ahead = ["2.0", "3.0"];
  await say(1);
  await clock.pass(30_000);
  follow.leave();
  await say(2, { key: keyOf("2.0", 1) });
  await say(3, { key: keyOf("3.0", 1) });
  follow.comeBack();
  await settled();
  assert.equal(asked.length, 1);
  assert.deepEqual(saw.filter((what) => what !== "bright"), ["1.0", "3.0"]);
});

test("Follow: what is covered is not asked for", async () => {
  const { asked, saw, say } = begin();
  await say(1, { blank: "black" });
  assert.deepEqual([asked, saw], [[], ["black"]]);
  await say(2, { blank: "freeze" });
  assert.deepEqual(saw, ["black", "2.0", "bright"]);
});

test("Follow: other slides under the same number are asked for anew", async () => {
  const { asked, say } = begin();
  await say(1);
  await say(1, { content: 2 }, "deck");
  assert.deepEqual(asked, ["/decks/1/slides/1?step=0", "/decks/1/slides/1?step=0"]);
});

test("Follow: a slide that cannot be had is asked for again, and the one before stays", async () => {
  const { asked, clock, saw, say, server } = begin();
  await say(1);
  server.status = 503;
  await say(2);
  await clock.pass(300);
  assert.deepEqual(saw, ["1.0", "bright"]);
  server.status = 200;
  await clock.pass(5000);
  assert.deepEqual(saw, ["1.0", "bright", "2.0", "bright"]);
  assert.equal(asked.length >= 3 && asked.length < 10, true, `${asked.length} requests`);
});

test("Follow: a slide that is not open any more leaves the screen", async () => {
  const { saw, say, server } = begin();
  server.status = 404;
  await say(1);
  assert.deepEqual(saw, ["black"]);
});

test("Follow: whoever looks back is left alone, and comes back to where the room is", async () => {
  const { follow, saw, say } = begin();
  await say(1);
  follow.leave();
  await say(2);
  await say(3);
  assert.deepEqual(saw, ["1.0", "bright"]);
  follow.comeBack();
  await settled();
  assert.deepEqual(saw, ["1.0", "bright", "3.0", "bright"]);
});

test("Follow: the end is told, and nothing is asked for after it", async () => {
  const { asked, clock, follow, saw, say, server } = begin();
  server.status = 503;
  await say(1);
  FakeEventSource.last.say("end", { deck: 0, slide: 0, rev: 9 });
  const before = asked.length;
  await clock.pass(20_000);
  assert.deepEqual([saw, asked.length, follow.live], [["end"], before, null]);
});

test("Follow: a mark is of the slide that it points at, and gone with it", async () => {
  const { saw, say } = begin();
  const point = async (slide: number, x: number, kind = "pointer"): Promise<void> => {
    FakeEventSource.last.say("mark", { deck: 1, slide, kind, x, y: 0.5 });
    await settled();
  };
  const marks = (): string[] => saw.filter((what) => what.startsWith("mark")).map((what) => what.slice(5));
  await say(3);
  await point(3, 0.1);
  assert.deepEqual(marks(), ["0.1"]);
  await point(4, 0.2); // it has overtaken its slide, or is late
  await say(4);
  await point(3, 0.3);
  assert.deepEqual(marks(), ["0.1"]);
  await point(4, 0.4);
  await say(4, { blank: "freeze" });
  await point(4, 0.5);
  await say(4);
  assert.deepEqual(marks(), ["0.1", "0.4"]);
});

test("Follow: the part that fills the screen comes with its slide", async () => {
  const { saw, say } = begin();
  await say(3, { zoom: { x: 0, y: 0, w: 0.5 } });
  await say(4);
  assert.deepEqual(saw.filter((what) => what !== "bright"), ["3.0", "zoom 0.5", "4.0"]);
});
