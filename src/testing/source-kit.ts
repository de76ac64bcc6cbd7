import assert from "node:assert/strict";
import { SourceError } from "../errors.ts";
import { type ModelInput, parseFacts, parseId } from "../model.ts";
import type { DiscoverContext, HttpClient, ModelSource } from "../source.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { createHttp } from "../util/http.ts";
import { isRecord } from "../util/record.ts";
import type { Fetch } from "../util/transport.ts";
import type { ContractCase } from "./contract-case.ts";

/** What is needed to check a source. */
export interface SourceContract {
  /** Makes the source, asking at this base URL where it asks anyone. */
  make(baseUrl: string): ModelSource;
  /** What the service answers to a request, as JSON data, or text as it is; absent where the source asks nobody. */
  answer?(request: { url: URL; body: unknown }): unknown;
  /** The same with one broken row among good ones. */
  answerWithBrokenRow?(request: { url: URL; body: unknown }): unknown;
  /** The ids it lists, in any order, where they are known. */
  ids?: readonly string[];
}

const BASE_URL = "https://service.test/base";
const NO_SERVICE = "the source asks no service";

/** The cases that pin what a source promises: usable rows, typed failures, an end when it is told. */
export function sourceContract(contract: SourceContract): ContractCase[] {
  const { make, answer, answerWithBrokenRow } = contract;
  const online = (name: string, run: () => Promise<void>): ContractCase =>
    answer === undefined ? { name, run, skip: NO_SERVICE } : { name, run };
  return [
    {
      name: "has a name of lower-case letters, digits and dashes, and an address without secrets",
      run: async () => describesItself(make("https://user:password@service.test/base?key=1"), make(BASE_URL)),
    },
    {
      name: "lists models with unique ids, a provider and prices that are not negative",
      run: async () => {
        const source = make(BASE_URL);
        listsModels(source, await list(source, answering(answer)), contract.ids);
      },
    },
    {
      name: "lists the same models when it is asked again, and does not write to the answer",
      run: async () => {
        const source = make(BASE_URL);
        assert.deepEqual(await list(source, answering(answer)), await list(source, answering(answer)));
      },
    },
    {
      ...online("skips a broken row with a reason, and lists the others", async () => {
        const skipped: string[] = [];
        const all = await list(make(BASE_URL), answering(answerWithBrokenRow), (_row, reason) => skipped.push(reason));
        assert.ok(all.length > 0, "the good rows were lost");
        assert.ok(skipped.length > 0 && skipped.every((reason) => reason !== ""), "the broken row was not reported");
      }),
      ...(answerWithBrokenRow === undefined ? { skip: "no answer with a broken row was given" } : {}),
    },
    online("fails with an error that names it when the service answers 500", () =>
      failsWith(make, async () => new Response("", { status: 500 }), "source_status"),
    ),
    online("fails with an error that names it when the answer is not JSON", () =>
      failsWith(make, async () => new Response("<html>log in</html>"), "source_malformed"),
    ),
    online("fails with an error that names it when the answer is JSON of another kind", () =>
      failsWith(make, async () => Response.json({ surprise: true }), "source_malformed"),
    ),
    online("fails with an error that names it when the service cannot be reached", () =>
      failsWith(
        make,
        () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } })),
        "source_unreachable",
      ),
    ),
    online("ends when it is aborted while the service says nothing", () => endsWhenAborted(make)),
  ];
}

function describesItself(secret: ModelSource, plain: ModelSource): void {
  assert.match(plain.name, /^[a-z0-9][a-z0-9-]*$/);
  assert.ok((plain.ttlMs ?? 0) >= 0, "a negative time to live");
  assert.doesNotMatch(secret.address ?? "", /user|password|key/);
}

function listsModels(
  { kind }: ModelSource,
  rows: readonly ModelInput[],
  expected: readonly string[] | undefined,
): void {
  assert.ok(rows.length > 0, "it lists no models");
  const ids = rows.map((row) => parseId(row.id));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  assert.deepEqual(twice, [], "ids that are listed twice");
  if (expected !== undefined) assert.deepEqual([...ids].sort(), [...expected].sort());
  for (const row of rows) {
    const facts = parseFacts(row, `model ${row.id}`);
    // Scores are of models that others list, with their provider.
    if (kind === "scores") assert.ok(Object.keys(facts.benchmarks ?? {}).length > 0, `${row.id} has no benchmarks`);
    else assert.ok(facts.provider, `${row.id} has no provider`);
    assertPrices(facts.pricing, `${row.id} pricing`);
  }
}

const CONDITIONS = new Set(["aboveTokens", "from", "fromUtc", "untilUtc"]);

function assertPrices(value: unknown, path: string): void {
  if (typeof value === "number") assert.ok(Number.isFinite(value) && value >= 0, `${path} is ${value}`);
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) assertPrices(item, `${path}.${index}`);
  else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) if (!CONDITIONS.has(key)) assertPrices(item, `${path}.${key}`);
  }
}

/** A client that answers from data, frozen so that writing to it throws. */
function answering(answer: SourceContract["answer"]): HttpClient {
  return {
    async json(url, { body } = {}) {
      const given = await answer?.({ url: new URL(url), body });
      return deepFreeze(structuredClone(given));
    },
    async text(url, { body } = {}) {
      const given = await answer?.({ url: new URL(url), body });
      return typeof given === "string" ? given : JSON.stringify(given);
    },
  };
}

async function list(source: ModelSource, http: HttpClient, skip: DiscoverContext["skip"] = () => undefined) {
  const rows: ModelInput[] = [];
  const answer = await source.discover({ http, signal: new AbortController().signal, skip });
  for await (const row of answer) rows.push(row);
  return rows;
}

async function failsWith(make: SourceContract["make"], fetch: Fetch, code: string): Promise<void> {
  const source = make(BASE_URL);
  const http = createHttp({ source: source.name, fetch, signal: new AbortController().signal });
  await assert.rejects(list(source, http), (error) => isFailure(error, source.name, code));
}

async function endsWhenAborted(make: SourceContract["make"]): Promise<void> {
  const source = make(BASE_URL);
  const controller = new AbortController();
  const silent: Fetch = () => {
    setImmediate(() => controller.abort());
    return new Promise(() => undefined);
  };
  const http = createHttp({ source: source.name, fetch: silent, signal: controller.signal });
  await assert.rejects(list(source, http), (error) => isFailure(error, source.name, "source_aborted"));
}

function isFailure(error: unknown, source: string, code: string): boolean {
  assert.ok(error instanceof SourceError, `expected a SourceError, got ${String(error)}`);
  assert.equal(error.source, source);
  assert.ok(error.message.startsWith(`${source}: `), `"${error.message}" does not begin with the source's name`);
  assert.equal(error.code, code);
  return true;
}
