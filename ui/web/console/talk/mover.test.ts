import assert from "node:assert/strict";
import test from "node:test";
import { Clock, settled } from "../../testing/clock";
import type { DeckState } from "../../wire";
import { following, Mover, preceding, type Wish } from "./mover";

/** A server that keeps one deck, and answers when the test lets it. */
function begin() {
  const clock = new Clock();
  let deck = { id: 1, current_slide: 1, current_step: 0, blank: "", rev: 1 } as DeckState;
  const sent: Wish[] = [];
  const said: string[] = [];
  const server = { up: true, status: 0 };
  const mover = new Mover({
    look: async () => answer(),
    send: async (wish) => {
      sent.push(wish);
      const now = answer();
      deck = { ...now, current_slide: wish.slide ?? now.current_slide, blank: wish.blank ?? now.blank, rev: now.rev + 1 };
      return deck;
    },
    answered: () => said.push("answered"),
    failing: (why) => {
      const word = why ? "lost" : "back";
      if (said[said.length - 1] !== word) said.push(word);
    },
    refused: () => said.push("refused"),
    overtaken: () => said.push("overtaken"),
    settled: () => said.push("settled"),
  });
  function answer(): DeckState {
    if (server.status) throw Object.assign(new Error("no"), { status: server.status });
    if (!server.up) throw new Error("no answer");
    return deck;
  }
  const other = (slide: number): void => { deck = { ...deck, current_slide: slide, rev: deck.rev + 1 }; };
  return { clock, mover, sent, said, server, other, deck: () => deck };
}

test("Mover: one request under way, and the newest wish after it", async () => {
  const { mover, sent, said, deck } = begin();
  for (const slide of [2, 3, 4]) mover.ask({ slide }, deck());
  assert.deepEqual(mover.pending, { slide: 4 });
  await settled();
  assert.deepEqual(sent, [{ slide: 2 }, { slide: 4 }]);
  assert.deepEqual(said, ["answered", "answered", "settled"]);
  assert.equal(mover.pending, null);
});

test("Mover: tries again until the server is back", async () => {
  const { clock, mover, sent, said, server, deck } = begin();
  server.up = false;
  mover.ask({ slide: 2 }, deck());
  mover.ask({ blank: "black" }, deck());
  await clock.pass(5000);
  assert.deepEqual(said, ["lost"]);
  server.up = true;
  await clock.pass(4000);
  assert.deepEqual(sent[sent.length - 1], { slide: 2, blank: "black" });
  assert.deepEqual(said, ["lost", "back", "answered", "settled"]);
});

test("Mover: a refusal drops the wish", async () => {
  const { clock, mover, said, server, deck } = begin();
  server.status = 422;
  mover.ask({ slide: 99 }, deck());
  await clock.pass(5000);
  assert.deepEqual(said, ["refused", "settled"]);
});

test("Mover: an old wish gives way to who moved the deck meanwhile", async () => {
  const { clock, mover, said, server, other, deck } = begin();
  server.up = false;
  mover.ask({ slide: 2 }, deck());
  await clock.pass(16_000);
  other(9);
  server.up = true;
  await clock.pass(4000);
  assert.deepEqual(said, ["lost", "back", "overtaken", "settled"]);
  assert.equal(deck().current_slide, 9);
});

test("Mover: knows its own moves when they come back late", async () => {
  const { clock, mover, deck } = begin();
  const at = (slide: number): DeckState => ({ ...deck(), current_slide: slide });
  for (const slide of [2, 3]) {
    mover.ask({ slide }, deck());
    await settled();
  }
  await clock.pass(20_000);
  assert.deepEqual([2, 3, 4].map((slide) => mover.isOwn(at(slide))), [true, true, false]);
  await clock.pass(60_000);
  assert.equal(mover.isOwn(at(3)), false, "what comes after a minute is somebody's");
});

const steps = (slide: number): number => (slide === 2 ? 2 : 0);
const way = (slides: number, ...hidden: number[]) => ({ slides, steps, hidden: (slide: number) => hidden.includes(slide) });

for (const [name, got, want] of [
  ["following: steps before slides", following({ slide: 2, step: 1 }, way(3)), { slide: 2, step: 2 }],
  ["following: the next slide", following({ slide: 2, step: 2 }, way(3)), { slide: 3, step: 0 }],
  ["following: past what is hidden", following({ slide: 2, step: 2 }, way(5, 3, 4)), { slide: 5, step: 0 }],
  ["following: nothing shown comes", following({ slide: 2, step: 2 }, way(3, 3)), null],
  ["following: from what is hidden", following({ slide: 3, step: 0 }, way(5, 3, 4)), { slide: 5, step: 0 }],
  ["preceding: past what is hidden", preceding({ slide: 5, step: 0 }, way(5, 3, 4)), { slide: 2, step: 2 }],
  ["preceding: nothing shown came", preceding({ slide: 2, step: 0 }, way(3, 1)), null],
  ["following: nothing after the end", following({ slide: 3, step: 0 }, way(3)), null],
  ["preceding: a step", preceding({ slide: 2, step: 1 }, way(3)), { slide: 2, step: 0 }],
  ["preceding: as the audience left it", preceding({ slide: 3, step: 0 }, way(3)), { slide: 2, step: 2 }],
  ["preceding: nothing before the start", preceding({ slide: 1, step: 0 }, way(3)), null],
] as [string, unknown, unknown][]) {
  test(name, () => assert.deepEqual(got, want));
}
