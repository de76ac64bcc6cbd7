import { describe, expect, it } from "vitest";
import { type ModelInput, parseFacts, parseId } from "../../src/model.ts";
import { translateOpenRouterRow } from "../../src/sources/openrouter.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";

interface Row {
  id: string;
  context_length: number;
  architecture: { input_modalities: string[]; output_modalities: string[] };
  pricing: Record<string, string> & { overrides?: Override[] };
  top_provider: { max_completion_tokens: number | null };
  supported_parameters: string[];
  expiration_date: string | null;
}

type Override = Record<string, string | number>;

const NAMES: Record<string, string> = {
  prompt: "input",
  completion: "output",
  input_cache_read: "cacheRead",
  input_cache_write: "cacheWrite",
  input_cache_write_1h: "cacheWrite1h",
  internal_reasoning: "reasoning",
  audio: "audioInput",
  audio_output: "audioOutput",
  input_audio_cache: "audioCacheRead",
  image: "imageInput",
  image_output: "imageOutput",
  web_search: "webSearch",
};

/** A decimal text as an integer of 1e-40, by long-hand: independent of how the prices are translated. */
function exact(decimal: string): bigint {
  const [digits = "", exponent = "0"] = decimal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(40 - fraction.length + Number(exponent));
}

/** The stated prices, in 1e-40 USD and for a million of what is sold by the token. */
function stated(pricing: Record<string, unknown>): Map<string, bigint> {
  const prices = new Map<string, bigint>();
  for (const [name, text] of Object.entries(pricing)) {
    if (typeof text !== "string" || text === "-1") continue;
    prices.set(NAMES[name] ?? `unknown ${name}`, exact(text) * (name === "web_search" ? 1n : 1_000_000n));
  }
  return prices;
}

function translated(pricing: Record<string, unknown> | undefined): Map<string, bigint> {
  const numbers = Object.entries(pricing ?? {}).filter(
    ([name, value]) => typeof value === "number" && name !== "aboveTokens",
  );
  return new Map(numbers.map(([name, value]) => [name, exact(String(value))]));
}

const sorted = (prices: Map<string, bigint>) => [...prices].sort(([a], [b]) => (a < b ? -1 : 1));

const hhmm = (clock: string) => Number(clock.replace(":", ""));

describe.skipIf(withoutSharedData !== undefined)(
  `recorded answers of OpenRouter${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    describe.each([
      ["2026-05-12", 364],
      ["2026-07-10", 346],
      ["2026-08-21", 420],
    ])("of %s", async (date, count) => {
      const path = `catalogs/openrouter/models.${date}.json`;
      const rows = withoutSharedData === undefined ? ((await readShared(path)) as { data: Row[] }).data : [];
      const pairs: [Row, ModelInput & { id: string }][] = rows.map((row) => {
        const answer = translateOpenRouterRow(row);
        if ("skip" in answer) throw new Error(`${row.id}: ${answer.skip}`);
        return [row, answer.model];
      });

      it("are read whole: every row is a valid model with a provider, a window and modalities", () => {
        expect(pairs).toHaveLength(count);
        for (const [row, model] of pairs) {
          expect(parseId(model.id)).toBe(model.id);
          expect(parseFacts(model, row.id)).toEqual(model);
          expect(model.provider).toMatch(/^[a-z0-9][a-z0-9-]*$/);
          expect(model.contextWindow).toBe(row.context_length);
          expect(model.maxOutputTokens).toBe(row.top_provider.max_completion_tokens ?? undefined);
          expect(model.modalities).toEqual({
            input: row.architecture.input_modalities,
            output: row.architecture.output_modalities,
          });
        }
      });

      it("give every model an id of its own, and keep OpenRouter's", () => {
        expect(new Set(pairs.map(([, { id }]) => id)).size).toBe(count);
        const names = pairs.flatMap(([, { id, aliases = [] }]) => [id, ...aliases]);
        expect(new Set(names).size).toBe(names.length);
        for (const [row, model] of pairs) {
          expect(model.connectorMetadata).toMatchObject({ openrouter: { id: row.id } });
          expect([model.id, ...(model.aliases ?? [])]).toContain(row.id);
          expect(model.id.startsWith(`${model.provider}/`)).toBe(true);
        }
      });

      it("say of tools and JSON exactly what supported_parameters says", () => {
        for (const [{ supported_parameters: parameters }, { capabilities }] of pairs) {
          expect(capabilities).toMatchObject({
            tools: parameters.includes("tools"),
            jsonSchema: parameters.includes("structured_outputs"),
            jsonMode: parameters.includes("response_format"),
          });
        }
      });

      it("keep every price of every class exactly", () => {
        for (const [row, model] of pairs)
          expect(sorted(translated(model.pricing)), row.id).toEqual(sorted(stated(row.pricing)));
      });

      it("keep every price that depends on the length of the prompt or on the time", () => {
        for (const [row, model] of pairs) {
          const { overrides = [], ...base } = row.pricing;
          const at = (applies: (override: Override) => boolean) =>
            sorted(stated(Object.assign({}, base, ...overrides.filter(applies))));
          const { tiers = [], windows = [] } = model.pricing ?? {};
          expect(tiers.length + windows.length, row.id).toBe(overrides.length);
          for (const tier of tiers) {
            const tokens = tier.aboveTokens + 1;
            expect(sorted(translated(tier)), row.id).toEqual(
              at((override) => tokens > Number(override.min_prompt_tokens ?? Number.NaN)),
            );
          }
          for (const window of windows) {
            expect(sorted(translated(window)), row.id).toEqual(
              at((override) => override.utc_start === hhmm(window.fromUtc)),
            );
            expect(overrides.map((override) => override.utc_end)).toContain(hhmm(window.untilUtc));
          }
          expect(model.connectorMetadata?.openrouter).not.toHaveProperty("overrides");
        }
      });

      it("tell when a model ends", () => {
        for (const [{ id, expiration_date: date }, { lifecycle }] of pairs) {
          const ends = date !== null && !date.startsWith("209");
          expect(lifecycle, id).toEqual(ends ? { status: "deprecated", retiresAt: date } : undefined);
        }
      });
    });
  },
);
