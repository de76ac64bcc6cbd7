import { embedText } from "../../backends/fake/embed-text.ts";
import { flaggedBy, judgeText } from "../../backends/fake/judge-text.ts";
import type { HttpDialect } from "../../builtins/dialects.ts";
import { isRecord } from "../../util/record.ts";
import { anthropicFormat } from "./anthropic.ts";
import { googleFormat } from "./google.ts";
import { ollamaFormat } from "./ollama.ts";
import { openaiFormat } from "./openai.ts";
import { openaiResponsesFormat } from "./openai-responses.ts";
import type { WireFormat } from "./wire-format.ts";

/** What stands at an address of the server. */
export type Endpoint =
  | {
      readonly kind: "chat";
      readonly dialect: HttpDialect;
      readonly format: WireFormat;
      /** Where the address says it, not the body. */
      readonly stream?: boolean;
      readonly model?: string;
    }
  | { readonly kind: "data"; answer(asked: Asked): unknown };

/** What a request without a script is answered from. */
export interface Asked {
  readonly body: unknown;
  readonly models: readonly string[];
}

/** What stands at an address; `undefined` where nothing does. */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  for (const [asked, pattern, endpoint] of ENDPOINTS) {
    const match = asked === method ? pattern.exec(path) : null;
    if (match !== null) return endpoint(match);
  }
  return undefined;
}

const DIMENSIONS = 8;

const ENDPOINTS: readonly (readonly [method: string, path: RegExp, endpoint: (match: RegExpExecArray) => Endpoint])[] =
  [
    ["POST", /\/chat\/completions$/, () => ({ kind: "chat", dialect: "openai", format: openaiFormat })],
    ["POST", /\/responses$/, () => ({ kind: "chat", dialect: "openai-responses", format: openaiResponsesFormat })],
    ["POST", /\/messages$/, () => ({ kind: "chat", dialect: "anthropic", format: anthropicFormat })],
    ["POST", /\/api\/chat$/, () => ({ kind: "chat", dialect: "ollama", format: ollamaFormat })],
    ["POST", /\/models\/([^/]+):generateContent$/, ([, model = ""]) => google(model, false)],
    ["POST", /\/models\/([^/]+):streamGenerateContent$/, ([, model = ""]) => google(model, true)],
    ["POST", /\/messages\/count_tokens$/, () => data(({ body }) => ({ input_tokens: wordsIn(body) }))],
    ["POST", /:countTokens$/, () => data(({ body }) => ({ totalTokens: wordsIn(body) }))],
    ["POST", /\/embeddings$/, () => data(({ body }) => openaiEmbeddings(body))],
    ["POST", /\/moderations$/, () => data(({ body }) => openaiModerations(body))],
    ["POST", /\/api\/embed$/, () => data(({ body }) => ollamaEmbeddings(body))],
    ["GET", /\/api\/tags$/, () => data(({ models }) => ({ models: models.map((name) => ({ name, model: name })) }))],
    [
      "GET",
      /\/v1beta\/models$/,
      () => data(({ models }) => ({ models: models.map((name) => ({ name: `models/${name}` })) })),
    ],
    [
      "GET",
      /\/models$/,
      () => data(({ models }) => ({ object: "list", data: models.map((id) => ({ id, object: "model" })) })),
    ],
  ];

function google(model: string, stream: boolean): Endpoint {
  return { kind: "chat", dialect: "google", format: googleFormat, stream, model: decodeURIComponent(model) };
}

function data(answer: (asked: Asked) => unknown): Endpoint {
  return { kind: "data", answer };
}

function openaiEmbeddings(body: unknown) {
  const { model, encoding_format: format } = isRecord(body) ? body : {};
  const rows = inputsOf(body).map((text, index) => {
    const vector = embedText(text, dimensionsOf(body));
    const embedding = format === "base64" ? Buffer.from(new Float32Array(vector).buffer).toString("base64") : vector;
    return { object: "embedding", index, embedding };
  });
  const tokens = wordsIn(inputsOf(body));
  return { object: "list", data: rows, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function openaiModerations(body: unknown) {
  const results = inputsOf(body).map((text) => {
    const category_scores = judgeText(text);
    const categories = flaggedBy(category_scores);
    return { flagged: Object.values(categories).includes(true), categories, category_scores };
  });
  return { id: "modr-1", model: isRecord(body) ? body.model : "", results };
}

function ollamaEmbeddings(body: unknown) {
  const embeddings = inputsOf(body).map((text) => embedText(text, dimensionsOf(body)));
  return { model: isRecord(body) ? body.model : "", embeddings, prompt_eval_count: wordsIn(inputsOf(body)) };
}

function inputsOf(body: unknown): string[] {
  const input = isRecord(body) ? body.input : [];
  return (Array.isArray(input) ? input : [input]).map(String);
}

function dimensionsOf(body: unknown): number {
  const asked = isRecord(body) ? body.dimensions : undefined;
  return typeof asked === "number" ? asked : DIMENSIONS;
}

/** The words of all texts in a body, so that counting depends on what is sent. */
function wordsIn(value: unknown): number {
  if (typeof value === "string") return value.match(/\S+/g)?.length ?? 0;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + wordsIn(item), 0);
}
