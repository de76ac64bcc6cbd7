import type { ChatRequest } from "../../chat.ts";
import { unsupported } from "../../dialect/unsupported.ts";
import type { Block, Encoding } from "./encoding.ts";

/** Puts temperature, top_p, top_k and stop into a body, as far as the model takes them. */
export function encodeSampling(request: ChatRequest, body: Block, encoding: Encoding): void {
  const { temperature, top_p: topP, top_k: topK } = request;
  const { adapt } = encoding;
  const type = (body.thinking as Block | undefined)?.type;
  const isThinking = type === "enabled" || type === "adaptive";
  for (const [name, value] of [
    ["temperature", temperature],
    ["top_p", topP],
    ["top_k", topK],
  ] as const) {
    if (value === undefined || value === null) continue;
    const reason = refusal(name, value, isThinking, body, encoding);
    if (reason === undefined) body[name] = name === "temperature" ? limited(value, encoding) : value;
    // The default, which it is anyway, needs no word.
    else if (name === "top_k" || value !== 1) adapt(name, `ignored: ${reason}`);
  }
  const stops = readStops(request.stop);
  if (stops !== undefined) body.stop_sequences = stops;
}

function refusal(
  name: "temperature" | "top_p" | "top_k",
  value: number,
  isThinking: boolean,
  body: Block,
  { rules, context }: Encoding,
): string | undefined {
  if (!rules.takesSampling) return `${context.model} takes no sampling parameters`;
  // What is taken while thinking: https://platform.claude.com/docs/en/build-with-claude/extended-thinking
  const isTaken = (name === "temperature" && value === 1) || (name === "top_p" && value >= 0.95);
  if (isThinking && !isTaken) return "it cannot be set while the model thinks";
  const isSecond = name === "top_p" && body.temperature !== undefined && !rules.takesBothSamplings;
  return isSecond ? `${context.model} takes temperature or top_p, not both` : undefined;
}

function limited(temperature: number, { adapt }: Encoding): number {
  const kept = Math.min(Math.max(temperature, 0), 1);
  if (kept !== temperature) adapt("temperature", `${kept} in place of ${temperature}: it goes from 0 to 1`);
  return kept;
}

function readStops(stop: ChatRequest["stop"]): string[] | undefined {
  if (stop === undefined || stop === null) return undefined;
  const stops = typeof stop === "string" ? [stop] : [...stop];
  const blank = stops.findIndex((text) => text.trim() === "");
  if (blank < 0) return stops;
  const field = typeof stop === "string" ? "stop" : `stop[${blank}]`;
  throw unsupported(field, "Anthropic takes no stop sequence of white space alone; use a visible one");
}
