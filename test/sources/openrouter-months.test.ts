import { describe, expect, it } from "vitest";
import type { SourceReport } from "../../src/discovery/report.ts";
import { ModelRegistry } from "../../src/registry.ts";
import { openrouter } from "../../src/sources/openrouter.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

interface Row {
  id: string;
  context_length: number;
  pricing: Record<string, string>;
  expiration_date: string | null;
}

type Snapshot = ReadonlyMap<string, Row>;

const MONTHS = ["2026-05-12", "2026-07-10", "2026-08-21"];

const CLASSES = {
  prompt: "input",
  completion: "output",
  input_cache_read: "cacheRead",
  input_cache_write: "cacheWrite",
  internal_reasoning: "reasoning",
  audio: "audioInput",
  web_search: "webSearch",
} as const;

/** A decimal text as an integer of 1e-40; `undefined` for what OpenRouter says has no price. */
function exact(decimal: string | undefined): bigint | undefined {
  if (decimal === undefined || decimal === "-1") return undefined;
  const [digits = "", exponent = "0"] = decimal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(40 - fraction.length + Number(exponent));
}

type Way = "up" | "down" | "known" | "unknown";

function wayOf<Value extends number | bigint>(from: Value | undefined, to: Value | undefined): Way | undefined {
  if (from === to) return undefined;
  if (from === undefined) return "known";
  if (to === undefined) return "unknown";
  return to > from ? "up" : "down";
}

/** When a row ends; OpenRouter writes "never" as a year near 2098. */
const endOf = ({ expiration_date: date }: Row) => (date === null || date.startsWith("209") ? undefined : date);

/** What changed between two snapshots, from the rows alone. */
function compare(before: Snapshot, now: Snapshot) {
  const both = [...now.values()].flatMap((row) => {
    const old = before.get(row.id);
    return old === undefined ? [] : [{ old, row }];
  });
  return {
    come: [...now.keys()].filter((id) => !before.has(id)),
    gone: [...before.keys()].filter((id) => !now.has(id)),
    prices: both.flatMap(({ old, row }) =>
      Object.entries(CLASSES).flatMap(([theirs, ours]) => {
        const way = wayOf(exact(old.pricing[theirs]), exact(row.pricing[theirs]));
        return way === undefined ? [] : [`${row.id} ${ours} ${way}`];
      }),
    ),
    windows: both.flatMap(({ old, row }) =>
      old.context_length === row.context_length ? [] : [`${row.id} ${old.context_length} ${row.context_length}`],
    ),
    ends: both.flatMap(({ old, row }) => (endOf(old) === endOf(row) ? [] : [`${row.id} ${endOf(old)} ${endOf(row)}`])),
  };
}

/** The same from a report, with OpenRouter's own ids. */
function told({ changed }: SourceReport, idOf: (id: string) => string) {
  const fields = changed.flatMap(({ id, fields }) => fields.map((field) => ({ id: idOf(id), ...field })));
  const known = new Set<string>(Object.values(CLASSES).map((name) => `pricing.${name}`));
  return {
    prices: fields.flatMap(({ id, path, from, to }) =>
      known.has(path)
        ? [`${id} ${path.slice("pricing.".length)} ${wayOf(from as number | undefined, to as number | undefined)}`]
        : [],
    ),
    windows: fields.flatMap(({ id, path, from, to }) => (path === "contextWindow" ? [`${id} ${from} ${to}`] : [])),
    ends: fields.flatMap(({ id, path, from, to }) => (path === "lifecycle.retiresAt" ? [`${id} ${from} ${to}`] : [])),
  };
}

describe.skipIf(withoutSharedData !== undefined)(
  `discoveries of OpenRouter's recorded snapshots${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  async () => {
    const snapshots: Snapshot[] = [];
    const reports: SourceReport[] = [];
    let now = new Date();
    const registry = new ModelRegistry(null, { clock: () => now });
    if (withoutSharedData === undefined) {
      for (const month of MONTHS) {
        const { data } = (await readShared(`catalogs/openrouter/models.${month}.json`)) as { data: Row[] };
        snapshots.push(new Map(data.map((row) => [row.id, row])));
        await using server = await startLoopback({ "/models": { json: { data } } });
        now = new Date(month);
        const source = { ...openrouter({ baseUrl: server.url }), address: "https://openrouter.ai/api/v1/models" };
        reports.push(await report(source, { clock: () => now }, registry));
      }
    }
    const idOf = (id: string) => String(registry.require(id).connectorMetadata.openrouter?.id);
    const sorted = (ids: Iterable<string>) => [...ids].sort();

    it("are taken in whole, one model for each row", () => {
      for (const [index, { status, error, found, skipped, matched }] of reports.entries()) {
        expect({ status, error, found, skipped, matched: matched.size }).toEqual({
          status: "ok",
          error: undefined,
          found: snapshots[index]?.size,
          skipped: [],
          matched: 0,
        });
      }
      const all = new Set(snapshots.flatMap((snapshot) => [...snapshot.keys()]));
      expect(sorted([...registry.keys()].map(idOf))).toEqual(sorted(all));
    });

    it.each([
      [1, MONTHS[0], MONTHS[1]],
      [2, MONTHS[1], MONTHS[2]],
    ])("report exactly what changed (%i: from %s to %s)", (index) => {
      const [before, after, result] = [snapshots[index - 1], snapshots[index], reports[index]];
      if (before === undefined || after === undefined || result === undefined) throw new Error("no such month");
      const expected = compare(before, after);
      const seenBefore = new Set(snapshots.slice(0, index).flatMap((snapshot) => [...snapshot.keys()]));
      expect(sorted(result.added.map(idOf))).toEqual(sorted(expected.come.filter((id) => !seenBefore.has(id))));
      expect(sorted(result.returned.map(idOf))).toEqual(sorted(expected.come.filter((id) => seenBefore.has(id))));
      expect(sorted(result.missing.map(idOf))).toEqual(sorted(expected.gone));
      // A row that comes back may have changed while it was away; what is compared here was there both times.
      const returned = new Set(result.returned);
      const stayed = { ...result, changed: result.changed.filter(({ id }) => !returned.has(id)) };
      const { prices, windows, ends } = told(stayed, idOf);
      expect(sorted(prices)).toEqual(sorted(expected.prices));
      expect(sorted(windows)).toEqual(sorted(expected.windows));
      expect(sorted(ends)).toEqual(sorted(expected.ends));
      // All of it happens in these months, so that nothing above holds by being empty.
      for (const list of [expected.come, expected.gone, expected.windows]) expect(list).not.toEqual([]);
      for (const way of ["up", "down"]) expect(prices.some((change) => change.endsWith(` ${way}`))).toBe(true);
    });

    it("keep what is gone, with the day since when, and forget the day when it comes back", () => {
      const last = snapshots.at(-1) ?? new Map<string, Row>();
      for (const [id, model] of registry) {
        const own = idOf(id);
        const goneAt = last.has(own) ? undefined : MONTHS[snapshots.findLastIndex((month) => month.has(own)) + 1];
        expect([own, model.missingSince?.slice(0, 10)]).toEqual([own, goneAt]);
      }
    });

    it("tell of every row that ends that it is deprecated, and until when", () => {
      for (const row of snapshots.at(-1)?.values() ?? []) {
        const ends = endOf(row);
        const model = registry.find({ "connectorMetadata.openrouter.id": row.id });
        expect(model?.lifecycle).toEqual(ends === undefined ? {} : { status: "deprecated", retiresAt: ends });
      }
    });
  },
);
