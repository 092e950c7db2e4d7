/** The client against the real application: `npm test`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, Problem } from "./client.js";
import type { Harbour } from "./harbour.js";
import { serve } from "./server.js";

const wish = { boat: "Ada & Bo", length: 8, arrives: "2025-03-30" };

test("a booking is made, listed and cancelled", async () => {
  await using server = await serve("harbour:app");
  const harbour = connect<Harbour>(server.address);
  const made = await harbour("POST /berths/{number}/bookings", { path: { number: 1 }, body: wish });
  assert.deepEqual([made.id, made.berth, made.boat, made.nights], [1, 1, "Ada & Bo", 1]);
  assert.deepEqual(await harbour("GET /bookings", { query: { since: "2025-01-01" } }), [made]);
  const key = { "x-harbour-key": "sesame" };
  assert.equal(await harbour("DELETE /bookings/{number}", { path: { number: 1 }, headers: key }), undefined);
});

test("a list repeats its key", async () => {
  await using server = await serve("harbour:app");
  const found = await connect<Harbour>(server.address)("GET /berths", { query: { kind: ["buoy", "quay"] } });
  assert.deepEqual(found.map((berth) => berth.number), [3, 4]);
});

test("what is refused names every fault", async () => {
  await using server = await serve("harbour:app");
  const call = connect<Harbour>(server.address);
  const asked = call("POST /berths/{number}/bookings", { path: { number: 1 }, body: { ...wish, nights: 0, length: 90 } });
  await assert.rejects(asked, (error) => {
    assert(error instanceof Problem);
    assert.equal(error.status, 400);
    assert.deepEqual(error.errors.map((fault) => fault.at), ["/length", "/nights"]);
    return true;
  });
});

test("a variable keeps to its segment, and an answer of another kind is a problem all the same", async () => {
  const asked: string[] = [];
  const call = connect<Harbour>("", async (target) => {
    asked.push(String(target));
    return new Response("gone fishing", { status: 503, statusText: "Closed" });
  });
  await assert.rejects(call("GET /berths/{number}", { path: { number: "1/2" as unknown as number } }), {
    message: "503 Closed: gone fishing",
  });
  assert.deepEqual(asked, ["/berths/1%2F2"]);
});
