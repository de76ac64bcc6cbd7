import { describe, expect, it } from "vitest";
import { ModelRegistry } from "../../src/registry.ts";
import { litellm } from "../../src/sources/litellm.ts";
import { report } from "../support/a-source.ts";
import { startLoopback } from "../support/loopback.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

type Row = Record<string, unknown> & { litellm_provider: string };

const PRICES = {
  input_cost_per_token: "input",
  output_cost_per_token: "output",
  cache_read_input_token_cost: "cacheRead",
  cache_creation_input_token_cost: "cacheWrite",
} as const;

/** USD per million by long-hand: the decimal digits of the number per token, moved six places. */
function perMillion(perToken: number): number {
  const [mantissa = "", exponent = "0"] = perToken.toExponential().split("e");
  return Number(`${mantissa}e${Number(exponent) + 6}`);
}

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded map of LiteLLM${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  async () => {
    const path = "catalogs/litellm/model_prices_and_context_window.2026-08-22.json";
    const map = withoutSharedData ? {} : ((await readShared(path)) as Record<string, Row>);
    const registry = new ModelRegistry();
    const skipped = new Map<string, string>();
    const variants = () =>
      [...registry.values()].flatMap(({ connectorMetadata }) =>
        Object.values((connectorMetadata.litellm?.variants ?? {}) as Record<string, { id: string }>),
      );

    it("is read whole: every key is a model, a price of one, or skipped with a reason", async () => {
      await using server = await startLoopback({ "/map.json": { json: map } });
      const result = await report(litellm({ url: `${server.url}/map.json` }), {}, registry);
      expect(result.error).toBeUndefined();
      for (const { row, reason } of result.skipped) skipped.set(row, reason);
      const models = [...registry.values()].map(({ connectorMetadata }) => connectorMetadata.litellm?.id);
      const read = [...models, ...variants().map(({ id }) => id), ...skipped.keys()];
      expect(read.sort()).toEqual(
        Object.keys(map)
          .filter((key) => key !== "sample_spec")
          .sort(),
      );
      expect(models.length).toBeGreaterThan(2_600);
      expect([...skipped.values()].filter((reason) => reason.startsWith("model "))).toEqual([]);
    });

    it("keeps every main price exactly, and takes no zero for one", () => {
      for (const { connectorMetadata, pricing } of registry.values()) {
        const row: Partial<Row> = map[String(connectorMetadata.litellm?.id)] ?? {};
        for (const [theirs, ours] of Object.entries(PRICES)) {
          const said = row[theirs];
          if (typeof said === "number" && said > 0) expect(pricing[ours]).toBe(perMillion(said));
          else if (!("tiered_pricing" in row) && ours !== "cacheRead")
            expect(pricing[ours] ?? undefined).toBeUndefined();
        }
      }
    });

    it("keeps every price of a batch, of flex and of priority in its mode, also above a size", () => {
      const modes = { batches: "batch", flex: "flex", priority: "priority" } as const;
      let count = 0;
      for (const { connectorMetadata, pricing } of registry.values()) {
        for (const [name, said] of Object.entries(map[String(connectorMetadata.litellm?.id)] ?? {})) {
          const match = /^(.+_cost|.+_token)(?:_above_(\d+)k_tokens)?_(batches|flex|priority)$/.exec(name);
          if (match === null || typeof said !== "number" || said <= 0) continue;
          const [, stem = "", thousands, suffix = ""] = match;
          const rates = pricing[modes[suffix as keyof typeof modes]];
          const sheet = thousands ? rates?.tiers?.find((tier) => tier.aboveTokens === Number(thousands) * 1000) : rates;
          const ours = { ...PRICES, input_cost_per_audio_token: "audioInput" }[stem];
          expect(ours, name).toBeDefined();
          expect(sheet?.[String(ours)], name).toBe(perMillion(said));
          count += 1;
        }
        expect(Object.keys(pricing.other ?? {}).filter((name) => /_(batches|flex|priority)$/.test(name))).toEqual([]);
      }
      expect(count).toBeGreaterThan(500);
    });

    it("says of tools, pictures and schemas what the map says, and nothing where it says nothing", () => {
      for (const { connectorMetadata, capabilities } of registry.values()) {
        const row = map[String(connectorMetadata.litellm?.id)];
        expect(capabilities.tools).toBe(row?.supports_function_calling);
        expect(capabilities.vision).toBe(row?.supports_vision);
        expect(capabilities.jsonSchema).toBe(row?.supports_response_schema);
      }
    });

    it("has no region, size or quality among the names of models", () => {
      const ids = [...registry.keys()].filter((id) => /^(azure|bedrock|openai)\//.test(id));
      expect(ids.filter((id) => /\/(us|eu|global|[a-z]{2}-[a-z]+-\d|\d+-x-\d+|hd|low|medium|high)\//.test(id))).toEqual(
        [],
      );
      expect(variants().length).toBeGreaterThan(200);
    });
  },
);
