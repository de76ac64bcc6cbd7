import { SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { isRecord, own } from "../util/record.ts";
import { redactUrl } from "../util/redact-text.ts";
import { translateOpenRouterRow } from "./openrouter/translate-row.ts";

export { translateOpenRouterRow } from "./openrouter/translate-row.ts";

export interface OpenRouterOptions {
  /** Where OpenRouter, or a mirror of it, answers. @default "https://openrouter.ai/api/v1" */
  baseUrl?: string;
}

const NAME = "openrouter";
const MOST_PAGES = 200;

/** The models that OpenRouter lists, at its prices; no key is needed. */
export function openrouter({ baseUrl = "https://openrouter.ai/api/v1" }: OpenRouterOptions = {}): ModelSource {
  const address = `${baseUrl.replace(/\/+$/, "")}/models`;
  return {
    name: NAME,
    kind: "reseller",
    ttlMs: 5 * 60 * 1_000,
    address: redactUrl(address),
    keyVariable: "OPENROUTER_API_KEY",
    revision: 1,
    discover: (context) => listModels(address, context),
  };
}

async function* listModels(address: string, { http, skip }: DiscoverContext): AsyncGenerator<ModelInput> {
  const asked = new Set<string>();
  for (let next: string | undefined = address; next !== undefined; ) {
    if (asked.has(next) || asked.size >= MOST_PAGES) throw endlessPages(next);
    asked.add(next);
    const page = await http.json(next);
    const rows = own(page, "data");
    if (!Array.isArray(rows)) {
      const message = `expected { "data": [ models ] } from ${redactUrl(next)}; check that the address is OpenRouter's`;
      throw new SourceError("source_malformed", NAME, message);
    }
    for (const [index, row] of rows.entries()) {
      const translated = translateOpenRouterRow(row);
      if ("model" in translated) yield translated.model;
      else skip(labelOf(row, index), translated.skip);
    }
    next = nextPage(page, next);
  }
}

/** The address of the next page, which may be relative, but not elsewhere. */
function nextPage(page: unknown, current: string): string | undefined {
  const next = own(own(page, "links"), "next");
  if (typeof next !== "string" || next === "") return undefined;
  const here = new URL(current);
  const there = URL.canParse(next, here.href) ? new URL(next, here) : undefined;
  if (there?.origin === here.origin) return there.href;
  const message = `its next page is said to be at another address, ${redactUrl(next)}, which was not asked`;
  throw new SourceError("source_redirected", NAME, message);
}

function endlessPages(next: string): SourceError {
  const message = `its pages do not end (${redactUrl(next)} again, or more than ${MOST_PAGES}); try again later`;
  return new SourceError("source_malformed", NAME, message);
}

function labelOf(row: unknown, index: number): string {
  const id = isRecord(row) ? own(row, "id") : undefined;
  return typeof id === "string" && id !== "" ? id : `row ${index + 1}`;
}
