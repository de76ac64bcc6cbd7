import type { Backend, CallOptions } from "../../../src/backend.ts";
import type { ChatReply } from "../../../src/chat.ts";
import { usageOf } from "../../../src/dialect/usage.ts";

/** What a plain backend was called with. */
export interface PlainCall {
  readonly model: string;
  readonly options: CallOptions;
}

/** A whole answer of a few words. */
export function aReply(target: string, content = "fine"): ChatReply {
  const message = { role: "assistant", content } as const;
  return {
    choices: [{ index: 0, content, toolCalls: [], finishReason: "stop", message }],
    content,
    toolCalls: [],
    finishReason: "stop",
    message,
    usage: usageOf({ input: 10, output: 5 }),
    cost: { usd: "0", picoUsd: 0n, basis: "computed", parts: [] },
    modelAsked: target.slice(target.indexOf("/") + 1),
    target,
    attempts: [],
    latencyMs: 0,
    adaptations: [],
    raw: undefined,
  };
}

/** A backend that answers at once and remembers nothing, unless it is told otherwise. */
export function plainBackend(name: string, onCall: (call: PlainCall) => void = () => undefined): Backend {
  return {
    name,
    async generate(model, _request, options = {}) {
      onCall({ model, options });
      return aReply(`${name}/${model}`);
    },
    async *stream(model, _request, options = {}) {
      onCall({ model, options });
      const { content, cost, modelAsked, target, attempts, latencyMs, adaptations } = aReply(`${name}/${model}`);
      yield { content };
      yield { finishReason: "stop", end: { cost, modelAsked, target, attempts, latencyMs, adaptations } };
    },
    close: async () => undefined,
  };
}
