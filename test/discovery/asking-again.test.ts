import { describe, expect, it } from "vitest";
import { discover } from "../../src/discovery.ts";
import type { ModelSource } from "../../src/source.ts";
import { aModel, aSource, report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

describe("a fresh answer", () => {
  const first = new Date("2026-11-21T10:00:00Z");
  const at = (ms: number) => () => new Date(first.getTime() + ms);
  const source = aSource("acme", { ttlMs: 1_000, address: "http://a.test" });
  const asked = async () => {
    const importer = new TinyImporter(() => first);
    await discover([source], importer, { clock: at(0) });
    return importer;
  };

  it("is not asked for again within its time, and the report says when it was", async () => {
    const again = await report(source, { clock: at(999) }, await asked());
    expect(again).toMatchObject({ status: "fresh", found: 1, askedAt: first.toISOString() });
  });

  it.each([
    ["its time is over", { clock: at(1_000) }, source],
    ["it is asked to refresh", { clock: at(1), refresh: true }, source],
    ["the clock was set back", { clock: at(-1) }, source],
    ["it is asked at another address", { clock: at(1) }, aSource("acme", { ttlMs: 1_000, address: "http://b.test" })],
  ])("is asked for again when %s", async (_name, options, now) => {
    expect((await report(now, options, await asked())).status).toBe("ok");
  });
});

describe("an answer that has not changed", () => {
  const plans = () => ({
    "/models": (request: { headers: Record<string, unknown> }) =>
      request.headers["if-none-match"] === '"v1"' ? { status: 304 } : { json: ["acme/a"], headers: { etag: '"v1"' } },
  });
  const over = (url: string, rest: Partial<ModelSource> = {}) =>
    aSource("acme", {
      address: url,
      revision: 1,
      discover: async ({ http }) => ((await http.json(`${url}/models`)) as string[]).map((id) => aModel(id)),
      ...rest,
    });

  it("is confirmed and not read again", async () => {
    await using server = await startLoopback(plans());
    const importer = new TinyImporter();
    expect((await report(over(server.url), {}, importer)).status).toBe("ok");
    expect(importer.origin("acme")?.etag).toBe('1:"v1"');
    expect(await report(over(server.url), {}, importer)).toMatchObject({ status: "unchanged", found: 1 });
    expect(importer.calls).toEqual(["import acme", "confirm acme"]);
  });

  it.each([
    ["the source reads it in another way now", { revision: 2 }, {}],
    ["the source does not say how it reads it", { revision: undefined }, {}],
    ["it is asked to refresh", {}, { refresh: true }],
  ])("is read again when %s", async (_name, rest, options) => {
    await using server = await startLoopback(plans());
    const importer = new TinyImporter();
    await report(over(server.url), {}, importer);
    expect((await report(over(server.url, rest as Partial<ModelSource>), options, importer)).status).toBe("ok");
    expect(server.requests[1]?.headers).not.toHaveProperty("if-none-match");
  });

  it("is read again when it came from another address", async () => {
    await using before = await startLoopback(plans());
    await using now = await startLoopback(plans());
    const importer = new TinyImporter();
    await report(over(before.url), {}, importer);
    expect((await report(over(now.url), {}, importer)).status).toBe("ok");
    expect(now.requests[0]?.headers).not.toHaveProperty("if-none-match");
  });

  it("is recognised also where the source hides it", async () => {
    await using server = await startLoopback(plans());
    const importer = new TinyImporter();
    await report(over(server.url), {}, importer);
    const hiding = over(server.url, {
      discover: async ({ http }) => {
        await http.json(`${server.url}/models`).catch(() => undefined);
        return [];
      },
    });
    expect((await report(hiding, {}, importer)).status).toBe("unchanged");
  });
});
