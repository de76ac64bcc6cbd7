import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";

/** Fields that hold documents of the user's own, in which nothing is ours to turn. */
const OPAQUE: ReadonlySet<string> = new Set(["input", "json", "inputSchema"]);

/** A block as the AWS SDK takes it, from JSON: what stands as base64 in `bytes` and `redactedContent` becomes bytes. */
export function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (!isRecord(value) || value instanceof Uint8Array) return value;
  const turned: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if ((key === "bytes" || key === "redactedContent") && typeof item === "string") turned[key] = bytesOf(item);
    else turned[key] = OPAQUE.has(key) ? item : withBytes(item);
  }
  return turned;
}

/** The other way: a block of the AWS SDK as JSON. */
export function withoutBytes(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return base64Of(value);
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (!isRecord(value)) return (value ?? null) as JsonValue;
  const turned: { [key: string]: JsonValue } = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) turned[key] = OPAQUE.has(key) ? (item as JsonValue) : withoutBytes(item);
  }
  return turned;
}

export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
