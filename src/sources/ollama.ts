import pLimit from "p-limit";
import { SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, ModelSource } from "../source.ts";
import { networkFailure } from "../util/network-failure.ts";
import { own } from "../util/record.ts";
import { redactUrl } from "../util/redact-text.ts";
import { type OllamaTag, ollamaShow, ollamaTag, translateOllamaModel } from "./ollama/translate-model.ts";

export interface OllamaOptions {
  /** Where the server answers. @default "http://127.0.0.1:11434" */
  baseUrl?: string;
}

const NAME = "ollama";
const SHOWS_AT_A_TIME = 4;

/** The models that an Ollama server has, with what it says of each. */
export function ollama({ baseUrl = "http://127.0.0.1:11434" }: OllamaOptions = {}): ModelSource {
  const base = baseUrl.replace(/\/+$/, "");
  return {
    name: NAME,
    kind: "provider",
    ttlMs: 0,
    address: redactUrl(base),
    discover: (context) => listModels(base, context),
  };
}

async function listModels(base: string, context: DiscoverContext): Promise<ModelInput[]> {
  const isHosted = URL.canParse(base) && /(^|\.)ollama\.com$/.test(new URL(base).hostname);
  const tags = readTags(await askTags(base, context), base, context.skip);
  const limit = pLimit(SHOWS_AT_A_TIME);
  const models = await limit.map(tags, (tag) => withDetails(tag, base, isHosted, context));
  return models.filter((model) => model !== undefined);
}

async function askTags(base: string, { http }: DiscoverContext): Promise<unknown> {
  try {
    return await http.json(`${base}/api/tags`);
  } catch (error) {
    if (!(error instanceof SourceError) || networkFailure(error)?.code !== "ECONNREFUSED") throw error;
    const message = `not running at ${redactUrl(base)} (connection refused); start it with \`ollama serve\` or set OLLAMA_HOST`;
    throw new SourceError("source_unreachable", NAME, message, { cause: error, retryable: true });
  }
}

function readTags(answer: unknown, base: string, skip: DiscoverContext["skip"]): OllamaTag[] {
  // A server without models may answer null (a nil slice in Go).
  const rows = own(answer, "models") ?? (own(answer, "models") === null ? [] : undefined);
  if (!Array.isArray(rows)) {
    const message = `expected { "models": [ models ] } from ${redactUrl(base)}/api/tags; check that OLLAMA_HOST is an Ollama server`;
    throw new SourceError("source_malformed", NAME, message);
  }
  const tags: OllamaTag[] = [];
  for (const [index, row] of rows.entries()) {
    const tag = ollamaTag.safeParse(row);
    if (tag.success) tags.push(tag.data);
    else skip(`row ${index + 1}`, "expected an object with a name");
  }
  return tags;
}

/** A model with its details, without them where they cannot be read, and not at all where it is gone meanwhile. */
async function withDetails(
  tag: OllamaTag,
  base: string,
  isHosted: boolean,
  { http, signal, skip }: DiscoverContext,
): Promise<ModelInput | undefined> {
  try {
    // Older servers know the model only as `name`.
    const answer = await http.json(`${base}/api/show`, { body: { model: tag.name, name: tag.name } });
    const show = ollamaShow.safeParse(answer);
    if (show.success) return translateOllamaModel(tag, show.data, isHosted);
    skip(tag.name, "listed without details: expected an object from /api/show");
  } catch (error) {
    if (signal.aborted || !(error instanceof SourceError)) throw error;
    if (error.status === 404) {
      skip(tag.name, "gone between listing it and asking for its details");
      return undefined;
    }
    skip(tag.name, `listed without details: ${error.message}`);
  }
  return translateOllamaModel(tag, {}, isHosted);
}
