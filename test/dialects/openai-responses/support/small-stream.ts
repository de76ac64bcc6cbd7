const thought = {
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Look it up." }],
  encrypted_content: "gAAA",
};
const said = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [
    { type: "output_text", text: "Grüße 🌍", annotations: [{ type: "url_citation", url: "https://a.example" }] },
  ],
};
const call = {
  id: "fc_1",
  type: "function_call",
  call_id: "call_1",
  name: "weather",
  arguments: '{"city":"Köln"}',
  status: "completed",
};
const search = {
  id: "ws_1",
  type: "web_search_call",
  status: "completed",
  action: { type: "search", query: "weather" },
};

/** A whole response, after https://platform.openai.com/docs/api-reference/responses/object. */
export const smallResponse = {
  id: "resp_1",
  object: "response",
  status: "completed",
  model: "gpt-5-2025-08-07",
  error: null,
  incomplete_details: null,
  service_tier: "flex",
  store: true,
  output: [thought, search, said, call],
  usage: {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
    output_tokens: 50,
    output_tokens_details: { reasoning_tokens: 20 },
    total_tokens: 150,
  },
};

/** The same as it streams in, after https://platform.openai.com/docs/api-reference/responses-streaming. */
export const smallEvents: readonly Record<string, unknown>[] = [
  {
    type: "response.created",
    response: { id: "resp_1", model: "gpt-5-2025-08-07", status: "in_progress", store: true, output: [] },
  },
  { type: "response.output_item.added", output_index: 0, item: { id: "rs_1", type: "reasoning", summary: [] } },
  { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 0, delta: "Look it" },
  { type: "response.reasoning_summary_text.delta", output_index: 0, summary_index: 0, delta: " up." },
  { type: "response.output_item.done", output_index: 0, item: thought },
  { type: "response.output_item.added", output_index: 1, item: { ...search, status: "in_progress" } },
  { type: "response.output_item.done", output_index: 1, item: search },
  { type: "response.output_item.added", output_index: 2, item: { ...said, content: [] } },
  { type: "response.output_text.delta", output_index: 2, content_index: 0, delta: "Grüße " },
  { type: "response.output_text.delta", output_index: 2, content_index: 0, delta: "🌍" },
  {
    type: "response.output_text.annotation.added",
    output_index: 2,
    content_index: 0,
    annotation_index: 0,
    annotation: { type: "url_citation", url: "https://a.example" },
  },
  { type: "response.output_item.done", output_index: 2, item: said },
  { type: "response.output_item.added", output_index: 3, item: { ...call, arguments: "" } },
  { type: "response.function_call_arguments.delta", output_index: 3, delta: '{"city":' },
  { type: "response.function_call_arguments.delta", output_index: 3, delta: '"Köln"}' },
  { type: "response.function_call_arguments.done", output_index: 3, arguments: '{"city":"Köln"}' },
  { type: "response.output_item.done", output_index: 3, item: call },
  { type: "response.completed", response: smallResponse },
];

/** Events as the body of a stream. */
export function bodyOf(events: readonly Record<string, unknown>[]): Buffer {
  return Buffer.from(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
}
