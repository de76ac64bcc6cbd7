import { appendFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { aCommandLine } from "./support/command-line.ts";

async function afterTwoDiscoveries() {
  const line = await aCommandLine();
  await line.fill(
    [
      { id: "a/1", pricing: { input: 2, output: 4 }, contextWindow: 8_000 },
      { id: "a/2" },
      { id: "a/old", connectorMetadata: { catalog: { canonicalSlug: "s" } } },
      { id: "a/latest", connectorMetadata: { catalog: { aliasTarget: "a/1" } } },
    ],
    { at: "2026-08-01T00:00:00Z" },
  );
  await line.fill(
    [
      {
        id: "a/1",
        pricing: { input: 1, output: 5 },
        contextWindow: 16_000,
        lifecycle: { status: "deprecated", retiresAt: "2026-12-31" },
      },
      { id: "a/3" },
      { id: "a/new", connectorMetadata: { catalog: { canonicalSlug: "s" } } },
      { id: "a/latest", connectorMetadata: { catalog: { aliasTarget: "a/3" } } },
    ],
    { at: "2026-09-01T00:00:00Z" },
  );
  return line;
}

it("tells what discoveries changed, in words", async () => {
  const { modelmall } = await afterTwoDiscoveries();
  const { code, out } = await modelmall(["changes"]);
  expect(code).toBe(0);
  expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
    "when | model | what | source",
    "2026-08-01 | catalog | first answer, 4 models | catalog",
    "2026-09-01 | a/3 | new | catalog",
    "2026-09-01 | a/2 | no longer listed | catalog",
    "2026-09-01 | a/new | renamed from a/old | catalog",
    "2026-09-01 | a/1 | price of input down: 2.00 → 1.00 | catalog",
    "2026-09-01 | a/1 | price of output up: 4.00 → 5.00 | catalog",
    "2026-09-01 | a/1 | context window up: 8k → 16k | catalog",
    "2026-09-01 | a/1 | deprecated on 2026-12-31 | catalog",
    "2026-09-01 | a/latest | leads to a/3, no longer to a/1 | catalog",
    "",
  ]);
});

it("tells only what is new since a day, also as JSON, and when there is nothing", async () => {
  const { modelmall } = await afterTwoDiscoveries();
  const since = JSON.parse((await modelmall(["changes", "--since", "2026-08-15", "--json"])).out);
  expect(since).toHaveLength(8);
  expect(since[0]).toEqual({ at: "2026-09-01T00:00:00.000Z", source: "catalog", kind: "added", id: "a/3" });
  const nothing = await modelmall(["changes", "--since", "2027-01-01"]);
  expect(nothing.out).toBe("");
  expect(nothing.err).toMatch(/^nothing has changed since 2027-01-01/);
});

it("fits 40 columns", async () => {
  const { modelmall } = await afterTwoDiscoveries();
  const { out } = await modelmall(["changes"], { columns: 40, env: { NO_COLOR: "1" } });
  for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(40);
  expect(out).toContain("a/3");
});

it("says when a line of the journal could not be read, and prints the others", async () => {
  const { modelmall, registry } = await afterTwoDiscoveries();
  await appendFile(`${registry}.changes.jsonl`, '{"at":"2026-0');
  const { code, out, err } = await modelmall(["changes"]);
  expect(code).toBe(0);
  expect(err).toBe(
    `note: ${registry}.changes.jsonl: 1 line that is no entry was left out (cut off by a crash, or written by a newer version)\n`,
  );
  expect(out).toContain("a/3");
});

it("refuses what is no date", async () => {
  const { modelmall } = await aCommandLine();
  expect(await modelmall(["changes", "--since", "last week"])).toEqual({
    code: 2,
    out: "",
    err: "error: option '--since <date>' argument 'last week' is invalid. Expected a date like 2026-08-01 or 2026-08-01T12:00:00Z.\n",
  });
});
