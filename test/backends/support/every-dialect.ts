import type { BackendOptions } from "../../../src/builtins/backend-options.ts";
import { frames } from "../bedrock/event-frames.ts";

/** A key, and an AWS secret, that must never be shown. */
export const CANARIES = {
  key: "canary0123456789key",
  secret: "canary/K7MDENG+bPxRfiCY",
  token: "canary-session-98765",
};

/** What every answer says: the mark comes first, so that a place behind it is one in the middle. */
export const MARK = "one";
export const SAID = `${MARK} ${"é日🙂 ".repeat(8)}two`;
const PARTS = [MARK, SAID.slice(MARK.length, 20), SAID.slice(20)];

/** How one dialect is called, and how it answers the same thing whole and as a stream. */
export interface Spoken {
  readonly account: Omit<BackendOptions, "baseUrl">;
  readonly whole: string;
  readonly stream: Buffer;
  readonly streamType: string;
}

const sse = (...events: readonly object[]) =>
  Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
const named = (...events: readonly { type: string }[]) =>
  Buffer.from(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
const EVENT_STREAM = "text/event-stream";
const { key, secret, token } = CANARIES;

const openaiUsage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const openaiChunk = (choices: readonly object[], more = {}) => ({
  id: "c",
  object: "chat.completion.chunk",
  model: "m",
  choices,
  ...more,
});

const responseUsage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
const responseText = { type: "output_text", text: SAID, annotations: [] };
const responseMessage = { type: "message", id: "i", status: "completed", role: "assistant", content: [responseText] };
const response = (status: string, output: readonly object[]) => ({
  id: "r",
  object: "response",
  status,
  model: "m",
  output,
  ...(status === "completed" && { usage: responseUsage }),
});

const claude = { id: "a", type: "message", role: "assistant", model: "m" };
const gemini = (text: string, more = {}) => ({
  candidates: [{ content: { role: "model", parts: [{ text }] }, index: 0, ...more }],
  modelVersion: "m",
});
const geminiUsage = { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 } };
const llama = (content: string, more = {}) => ({
  model: "m",
  created_at: "2026-01-01T00:00:00Z",
  message: { role: "assistant", content },
  ...more,
});
const llamaEnd = { done: true, done_reason: "stop", prompt_eval_count: 10, eval_count: 5 };
const novaUsage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };

/** Every dialect that is spoken, with a small answer as its documentation shows it. */
export const EVERY_DIALECT: Readonly<Record<string, Spoken>> = {
  openai: {
    account: { provider: "openai", apiKey: key },
    whole: JSON.stringify({
      id: "c",
      object: "chat.completion",
      model: "m",
      choices: [{ index: 0, message: { role: "assistant", content: SAID }, finish_reason: "stop" }],
      usage: openaiUsage,
    }),
    stream: Buffer.concat([
      sse(
        openaiChunk([{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }]),
        ...PARTS.map((content) => openaiChunk([{ index: 0, delta: { content }, finish_reason: null }])),
        openaiChunk([{ index: 0, delta: {}, finish_reason: "stop" }]),
        openaiChunk([], { usage: openaiUsage }),
      ),
      Buffer.from("data: [DONE]\n\n"),
    ]),
    streamType: EVENT_STREAM,
  },
  "openai-responses": {
    account: { provider: "openai", dialect: "openai-responses", apiKey: key },
    whole: JSON.stringify(response("completed", [responseMessage])),
    stream: named(
      { type: "response.created", ...{ response: response("in_progress", []) } },
      {
        type: "response.output_item.added",
        ...{ output_index: 0, item: { ...responseMessage, status: "in_progress", content: [] } },
      },
      ...PARTS.map((delta) => ({
        type: "response.output_text.delta",
        item_id: "i",
        output_index: 0,
        content_index: 0,
        delta,
      })),
      { type: "response.output_item.done", ...{ output_index: 0, item: responseMessage } },
      { type: "response.completed", ...{ response: response("completed", [responseMessage]) } },
    ),
    streamType: EVENT_STREAM,
  },
  anthropic: {
    account: { provider: "anthropic", apiKey: key },
    whole: JSON.stringify({
      ...claude,
      content: [{ type: "text", text: SAID }],
      stop_reason: "end_turn",
      usage: { input_tokens: 10, output_tokens: 5 },
    }),
    stream: named(
      {
        type: "message_start",
        ...{ message: { ...claude, content: [], stop_reason: null, usage: { input_tokens: 10, output_tokens: 1 } } },
      },
      { type: "content_block_start", ...{ index: 0, content_block: { type: "text", text: "" } } },
      { type: "ping" },
      ...PARTS.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
      { type: "content_block_stop", ...{ index: 0 } },
      { type: "message_delta", ...{ delta: { stop_reason: "end_turn" }, usage: { output_tokens: 5 } } },
      { type: "message_stop" },
    ),
    streamType: EVENT_STREAM,
  },
  google: {
    account: { provider: "google", apiKey: key },
    whole: JSON.stringify({ ...gemini(SAID, { finishReason: "STOP" }), ...geminiUsage }),
    stream: sse(...PARTS.map((text) => gemini(text)), { ...gemini("", { finishReason: "STOP" }), ...geminiUsage }),
    streamType: EVENT_STREAM,
  },
  ollama: {
    account: { provider: "ollama", apiKey: key },
    whole: JSON.stringify(llama(SAID, llamaEnd)),
    stream: Buffer.from(
      [...PARTS.map((text) => llama(text, { done: false })), llama("", llamaEnd)]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    ),
    streamType: "application/x-ndjson",
  },
  bedrock: {
    account: {
      provider: "bedrock",
      region: "eu-west-1",
      env: { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token },
    },
    whole: JSON.stringify({
      output: { message: { role: "assistant", content: [{ text: SAID }] } },
      stopReason: "end_turn",
      usage: novaUsage,
      metrics: { latencyMs: 1 },
    }),
    stream: frames([
      { messageStart: { role: "assistant" } },
      ...PARTS.map((text) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } })),
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: novaUsage, metrics: { latencyMs: 1 } } },
    ]),
    streamType: "application/vnd.amazon.eventstream",
  },
};
