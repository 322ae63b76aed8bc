import assert from "node:assert/strict";
import test from "node:test";
import { optionsIn } from "./options";

const colors = ["#f80", "#ff8800", "orange", "transparent"];
const asked = (search: string) => optionsIn(search, (text) => colors.includes(text));

test("optionsIn: what a stream has without being asked", () => {
  const { options, wrong } = asked("");
  assert.deepEqual(wrong, []);
  assert.deepEqual(options, {
    show: ["title"], hold: 10, position: "bottom-left", scale: 1, theme: "dark", color: "", accent: "", background: "",
    motion: true, notice: true, title: null, speaker: null, event: null, room: "",
  });
});

test("optionsIn: what it asks for", () => {
  const { options, wrong } = asked("?show=slide,title&hold=always&position=Top&scale=1.5&theme=light&color=f80&accent=orange&background=%23ff8800&motion=off&notice=off&title=&speaker=Ada&room=Hall%201&lang=de");
  assert.deepEqual(wrong, []);
  assert.deepEqual(options.show, ["title", "slide"]);
  assert.equal(options.hold, Infinity);
  assert.deepEqual([options.position, options.scale, options.theme, options.motion, options.notice], ["top", 1.5, "light", false, false]);
  assert.deepEqual([options.color, options.accent, options.background], ["#f80", "orange", "#ff8800"]);
  assert.deepEqual([options.title, options.speaker, options.event, options.room], ["", "Ada", null, "Hall 1"]);
});

test("optionsIn: what is wrong is said, and counts for nothing", () => {
  const of = (search: string): string => {
    const { options, wrong } = asked(search);
    assert.deepEqual(options, asked("").options, search);
    assert.equal(wrong.length, 1, search);
    return wrong[0]!;
  };
  assert.equal(of("?scale=big"), "“scale” is a number from 0.25 to 4, and not “big”.");
  assert.equal(of("?scale=0"), "“scale” is a number from 0.25 to 4, and not “0”.");
  assert.equal(of("?hold=-1"), "“hold” is a number from 1 to 3600, in seconds, or “always”, and not “-1”.");
  assert.equal(of("?position=left"), "“position” is bottom-left, bottom, bottom-right, top-left, top or top-right, and not “left”.");
  assert.equal(of("?show=captions"), "“show” is title or slide, or both with a comma between, and not “captions”.");
  assert.match(of("?color=url(x)"), /^“color” is a colour such as ff8800 or orange, and not/);
  assert.match(of("?accent=reddish"), /^“accent”/);
  assert.match(of("?sclae=2"), /^“sclae” means nothing here\. An address has show, hold, /);
});
