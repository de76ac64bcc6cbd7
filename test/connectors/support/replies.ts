/** What OpenAI's dialect answers. https://platform.openai.com/docs/api-reference/chat/create */
export const openaiReply = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: "gpt-4o-2024-08-06",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Hello!", refusal: null },
      finish_reason: "stop",
      logprobs: null,
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
};

/** What Anthropic's dialect answers. https://platform.claude.com/docs/en/api/messages */
export const anthropicReply = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5",
  content: [{ type: "text", text: "Hello!" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 2 },
};

/** What Google's dialect answers. https://ai.google.dev/api/generate-content */
export const googleReply = {
  candidates: [{ content: { role: "model", parts: [{ text: "Hello!" }] }, finishReason: "STOP", index: 0 }],
  usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2, totalTokenCount: 11 },
};

/** What Ollama's dialect answers. https://docs.ollama.com/api/chat */
export const ollamaReply = {
  model: "llama3.2:3b",
  created_at: "2026-01-01T00:00:00Z",
  message: { role: "assistant", content: "Hello!" },
  done: true,
  done_reason: "stop",
  prompt_eval_count: 9,
  eval_count: 2,
};
