import { anthropic } from "../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../src/providers/anthropic.ts";

export const context = { model: "claude-opus-4-6", provider, facts: {}, stream: false };

/** A message with these fields, decoded. */
export const decode = (more: object) => anthropic.decodeReply({ type: "message", content: [], ...more }, context);

export const citation = { type: "char_location", cited_text: "x", document_index: 0 };
export const search = { type: "server_tool_use", id: "srv_1", name: "web_search", input: { query: "q" } };
export const found = { type: "web_search_tool_result", tool_use_id: "srv_1", content: [] };
export const usage = {
  input_tokens: 10,
  cache_read_input_tokens: 5,
  cache_creation_input_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
  output_tokens: 20,
  output_tokens_details: { thinking_tokens: 8 },
  server_tool_use: { web_search_requests: 2 },
  service_tier: "priority",
};
export const content = [
  { type: "thinking", thinking: "hm", signature: "s1" },
  { type: "redacted_thinking", data: "d1" },
  search,
  found,
  { type: "text", text: "so ", citations: null },
  { type: "text", text: "it is", citations: [citation] },
  { type: "tool_use", id: "t1", name: "f", input: { a: [1] }, caller: { type: "direct" } },
];
