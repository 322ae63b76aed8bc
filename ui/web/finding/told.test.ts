import assert from "node:assert/strict";
import test from "node:test";
import { type Status, told } from "./told";

const wifi = { name: "wlan0", addresses: ["192.168.1.30"], multicast: true };
const two = [{ id: "a", name: "Hall A", address: "192.168.1.20:4747" }, { id: "b", name: "Hall B", address: "192.168.1.21:4747" }];

function say(more: Partial<Status>): ReturnType<typeof told> {
  return told({ ready: false, page: "/kiosk", servers: [], networks: [wifi], ...more });
}

test("a kiosk tells what it looks for, and where", () => {
  assert.deepEqual(say({}), { title: "Looking for Lectern on this network…", detail: "As soon as one is there this screen follows it.", networks: ["wlan0 · 192.168.1.30"] });
  assert.equal(say({ servers: two }).title, "There is more than one Lectern here");
  const gone = say({ wanted: "Hall A", last: "192.168.1.20:4747", servers: two });
  assert.equal(gone.title, "Looking for Hall A on this network…");
  assert.equal(gone.detail, "It was at 192.168.1.20:4747 the last time. As soon as it is there this screen follows it.");
});

test("a kiosk tells what is wrong with its network", () => {
  assert.equal(say({ networks: [] }).title, "This screen is in no network");
  assert.deepEqual(say({ networks: [{ name: "eth0", addresses: [], multicast: false }] }).networks, ["eth0 · no address yet · nothing can be found by itself in here"]);
});
