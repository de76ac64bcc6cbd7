import { aReply, lastChunk } from "./served.ts";

const USAGE = {
  ...{ input: 3, output: 5, cacheRead: 2, cacheWrite: 0, cacheWrite1h: 0, reasoning: 4, audioInput: 0 },
  ...{ audioOutput: 0, audioCacheRead: 0, imageInput: 0, imageOutput: 0, totalInput: 5, totalOutput: 9 },
};

/** Thinking, text and two calls whose arguments come in turns. */
export const CHUNKS = [
  { reasoning: "let me " },
  { reasoning: "see" },
  { content: "Sunny" },
  { content: " days" },
  { toolCalls: [{ index: 0, id: "a", name: "weather", arguments: '{"city":' }] },
  { toolCalls: [{ index: 1, id: "b", name: "weather", arguments: "{", signature: "signed" }] },
  { toolCalls: [{ index: 0, arguments: '"Oslo"}' }] },
  { toolCalls: [{ index: 1, arguments: "}" }] },
  lastChunk({ finishReason: "tool_calls", finishReasonRaw: "tool_calls", usage: USAGE }),
];

/** The same, whole. */
export const REPLY = aReply({
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Sunny days" },
      content: "Sunny days",
      reasoning: "let me see",
      toolCalls: [
        { id: "a", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
        { id: "b", type: "function", function: { name: "weather", arguments: "{}" }, signature: "signed" },
      ],
      finishReason: "tool_calls",
    },
  ],
  usage: USAGE,
});
