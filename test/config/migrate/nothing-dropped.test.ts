import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ConfigError } from "../../../src/config/config-error.ts";
import { type MigrationResult, migrate } from "../../../src/config/migrate.ts";
import { showPath } from "../../../src/config/problem.ts";
import { readShared, withoutSharedData } from "../../support/shared-data.ts";
import { leavesOf, withOtherLeaf } from "./support/leaves.ts";
import { LITELLM_FIXTURE } from "./support/litellm-fixture.ts";

/** The leaves of a file that are neither listed nor make any difference to the result: those dropped in silence. */
async function droppedFrom(value: unknown): Promise<string[]> {
  const result = await migrate(JSON.stringify(value));
  const told = new Set([...result.unsupported, ...result.notes].map(({ path }) => path));
  const dropped: string[] = [];
  for (const leaf of leavesOf(value)) {
    if (
      leaf.some((_, index) => index > 0 && told.has(showPath(leaf.slice(0, index + 1)))) ||
      told.has(showPath(leaf.slice(0, 1)))
    )
      continue;
    const other = await migrate(JSON.stringify(withOtherLeaf(value, leaf))).catch(() => undefined);
    if (other !== undefined && shown(other) === shown(result)) dropped.push(showPath(leaf));
  }
  return dropped;
}

function shown({ yaml, unsupported, notes }: MigrationResult): string {
  return JSON.stringify([yaml, unsupported, notes]);
}

describe("a migration drops nothing in silence", () => {
  it("carries over or lists every leaf of a LiteLLM config", async () => {
    expect(await droppedFrom(parse(LITELLM_FIXTURE))).toEqual([]);
  });

  it("carries over or lists every leaf of a Portkey config", async () => {
    const targets = [
      { provider: "openai", api_key: "k", weight: 0.2, override_params: { model: "gpt-4o", seed: 1, odd: { a: [1] } } },
      { provider: "groq", weight: 0.8, custom_host: "http://a.example/v1", retry: { attempts: 2 }, prompt_id: "p" },
    ];
    expect(await droppedFrom({ strategy: { mode: "loadbalance" }, targets, request_timeout: 5, cache: true })).toEqual(
      [],
    );
  });

  it.skipIf(withoutSharedData !== undefined)(
    "carries over or lists every leaf of LiteLLM's own examples",
    async () => {
      const examples = (await readShared("configs/litellm-docs-examples.json")) as { yaml: string; parses: boolean }[];
      for (const { yaml } of examples.filter(({ parses }, index) => parses && index % 4 === 0)) {
        const value = parse(yaml, { uniqueKeys: false, logLevel: "silent" });
        const dropped = await droppedFrom(value).catch((error) =>
          error instanceof ConfigError ? [] : Promise.reject(error),
        );
        expect(dropped, yaml).toEqual([]);
      }
    },
    30_000,
  );
});
