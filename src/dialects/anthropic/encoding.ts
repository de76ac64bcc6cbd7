import { invalidRequest } from "../../dialect/invalid-request.ts";
import type { CallContext } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { type ModelRules, rulesFor } from "./model-rules.ts";

/** A block of Anthropic's: text, image, tool_use. */
export type Block = Record<string, unknown>;

/** What encoding one request has at hand, and where it notes what could not be carried as asked. */
export interface Encoding {
  readonly context: Pick<CallContext, "model" | "facts">;
  readonly rules: ModelRules;
  readonly adaptations: Adaptation[];
  /** Notes something that was carried in another way, or not at all. */
  adapt(field: string, what: string): void;
}

/** Begins to encode a request. */
export function startEncoding(context: Pick<CallContext, "model" | "facts">): Encoding {
  const adaptations: Adaptation[] = [];
  return {
    context,
    rules: rulesFor(context.model, context.facts),
    adaptations,
    adapt(field, what) {
      adaptations.push({ field, what });
    },
  };
}

/** Refuses what is no object, from callers whom no compiler told. */
export function requireObject(value: unknown, field: string): void {
  if (!isRecord(value)) throw invalidRequest(field, "expected an object");
}

/** Copies the fields of `from` that are Anthropic's own words, also those kept under its name; notes any other that `known` does not explain. */
export function passOn(
  from: object,
  to: Block,
  {
    own,
    known,
    field,
    encoding,
  }: { own: readonly string[]; known: readonly string[]; field: string; encoding: Encoding },
): Block {
  for (const [key, value] of Object.entries(from)) {
    if (value === undefined || known.includes(key)) continue;
    if (own.includes(key)) to[key] = value;
    else if (key === "anthropic" && isRecord(value)) Object.assign(to, value);
    else encoding.adapt(`${field}.${key}`, "not carried: Anthropic has no such field");
  }
  return to;
}
