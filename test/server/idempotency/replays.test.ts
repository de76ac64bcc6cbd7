import { describe, expect, it } from "vitest";
import { fingerprintOf } from "../../../src/server/idempotency/fingerprint.ts";
import { Replays } from "../../../src/server/idempotency/replays.ts";
import { handClock } from "../../router/support/hand-clock.ts";

const anAnswer = (bytes: number) => ({
  status: 200,
  contentType: "application/json",
  headers: [],
  body: Buffer.alloc(bytes),
  bytes,
});

/** As a request does that is answered. */
function keep(replays: Replays, key: string, bytes: number): boolean {
  replays.begin(key, "f");
  const isHeld = replays.take(bytes);
  replays.end(key, isHeld ? anAnswer(bytes) : undefined);
  return isHeld;
}

describe("answers that are kept", () => {
  it("never hold more than they may, those that are being written down included", () => {
    const replays = new Replays({ clock: handClock(), maxBytes: 1_000 });
    for (const key of ["1", "2", "3"]) expect(keep(replays, key, 300)).toBe(true);
    expect(replays.take(600)).toBe(true);
    expect(["1", "2", "3"].map((key) => replays.find(key) !== undefined)).toEqual([false, false, true]);
    expect(keep(replays, "4", 401)).toBe(false);
    expect(replays.find("3")).toBeUndefined();
    replays.free(600);
    expect(keep(replays, "5", 1_000)).toBe(true);
  });

  it("are let go after their time although nobody asks, and leave no timer behind", () => {
    const clock = handClock();
    const replays = new Replays({ clock, maxBytes: 100, keepMs: 1_000 });
    keep(replays, "1", 60);
    clock.advance(600);
    keep(replays, "2", 40);
    clock.advance(401);
    expect(replays.find("1")).toBeUndefined();
    expect([replays.find("2") !== undefined, clock.waiting]).toEqual([true, 1]);
    clock.advance(1_000);
    expect([replays.find("2"), clock.waiting]).toEqual([undefined, 0]);
    keep(replays, "3", 40);
    replays.clear();
    expect([replays.find("3"), clock.waiting, replays.take(100)]).toEqual([undefined, 0, true]);
  });

  it("are waited for by a thousand at most", async () => {
    const replays = new Replays({ clock: handClock() });
    const wait = () => replays.ended("k", new AbortController().signal);
    replays.begin("k", "f");
    const waiting = Array.from({ length: 1_000 }, wait);
    expect(wait).toThrow(expect.objectContaining({ code: "idempotency_key_in_use" }));
    replays.end("k", undefined);
    await Promise.all(waiting);
    replays.begin("k", "f");
    const again = wait();
    replays.end("k", undefined);
    await again;
  });
});

describe("a body's fingerprint", () => {
  const form = (boundary: string, ...parts: string[]) =>
    fingerprintOf(
      Buffer.from(`${parts.map((part) => `--${boundary}\r\n${part}`).join("")}--${boundary}--`),
      `multipart/form-data; boundary=${boundary}`,
    );

  it("is that of its bytes, and of a form's parts whatever parts them", () => {
    expect(fingerprintOf(Buffer.from("a"))).not.toBe(fingerprintOf(Buffer.from("b")));
    expect(form("one", "a", "b")).toBe(form("quite-another", "a", "b"));
    expect(form("one", "a", "b")).not.toBe(form("one", "a", "c"));
    expect(form("one", "ab", "c")).not.toBe(form("one", "a", "bc"));
  });
});
