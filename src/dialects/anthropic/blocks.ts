import type { ReasoningDetail } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/** A block of a tool Anthropic runs itself, or another that only it knows, as it must go back. */
export function itemDetail(block: UnknownRecord): ReasoningDetail {
  return { type: "item", dialect: "anthropic", value: block as JsonValue };
}

/** A block of thinking as it must go back. */
export function thinkingDetail(text: unknown, signature: unknown): ReasoningDetail {
  return {
    type: "text",
    dialect: "anthropic",
    text: typeof text === "string" ? text : "",
    ...(typeof signature === "string" && signature !== "" ? { signature } : {}),
  };
}

/** A block of thinking nobody may read, as it must go back. */
export function redactedDetail(data: unknown): ReasoningDetail {
  return { type: "encrypted", dialect: "anthropic", data: typeof data === "string" ? data : "" };
}

/** The arguments of a call as JSON text. */
export function argumentsText(input: unknown): string {
  return input === undefined || input === null ? "{}" : JSON.stringify(input);
}

/** What of a call must go back with it: who made it, where that is code the model runs, and the toolset it is of. */
export function passingOfCall({ caller, toolset_name: toolset }: UnknownRecord): UnknownRecord | undefined {
  const isNotable = isRecord(caller) && caller.type !== "direct";
  if (!isNotable && typeof toolset !== "string") return undefined;
  return {
    ...(isNotable ? { caller } : undefined),
    ...(typeof toolset === "string" ? { toolset_name: toolset } : undefined),
  };
}

/** Whether blocks stand as thinking, content, tool calls: the order they get where none is told. */
export function isUsualOrder(order: string): boolean {
  return /^r*c*t*$/.test(order);
}

/** A text, or nothing where it is none or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
