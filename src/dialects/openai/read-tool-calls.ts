import type { ToolCall } from "../../chat.ts";
import { isRecord, own, type UnknownRecord } from "../../util/record.ts";

const NONE: readonly ToolCall[] = [];

/** The calls of a whole message; a call without an id gets one from its place. */
export function readToolCalls(message: UnknownRecord, choice: number): readonly ToolCall[] {
  const { tool_calls: calls, function_call: legacy } = message;
  if (!Array.isArray(calls) || calls.length === 0) return legacyCall(legacy, choice);
  const read: ToolCall[] = [];
  for (let place = 0; place < calls.length; place++) {
    const call: unknown = calls[place];
    if (!isRecord(call) || !isRecord(call.function)) continue;
    const { name } = call.function;
    if (typeof name !== "string" || name === "") continue;
    const signature = signatureOf(call);
    read.push({
      id: typeof call.id === "string" && call.id !== "" ? call.id : idFor(choice, place),
      type: "function",
      function: { name, arguments: argumentsText(call.function.arguments) },
      ...(signature === undefined ? undefined : { signature }),
    });
  }
  return read;
}

/** The id of a call that came without one. */
export function idFor(choice: number, place: number): string {
  return `call_${choice}_${place}`;
}

/** Arguments as JSON text: some services send them parsed. */
export function argumentsText(given: unknown): string {
  if (typeof given === "string") return given;
  return given === undefined || given === null ? "" : JSON.stringify(given);
}

/** Gemini's thought signature (https://ai.google.dev/gemini-api/docs/thought-signatures#openai). */
export function signatureOf(call: UnknownRecord): string | undefined {
  const signature = own(own(call.extra_content, "google"), "thought_signature");
  return typeof signature === "string" ? signature : undefined;
}

// What OpenAI had before tools; Snowflake sends it empty beside every answer.
function legacyCall(legacy: unknown, choice: number): readonly ToolCall[] {
  if (!isRecord(legacy) || typeof legacy.name !== "string" || legacy.name === "") return NONE;
  const { name } = legacy;
  return [{ id: idFor(choice, 0), type: "function", function: { name, arguments: argumentsText(legacy.arguments) } }];
}
