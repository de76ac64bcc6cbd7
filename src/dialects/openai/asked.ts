import { invalidRequest } from "../../dialect/invalid-request.ts";
import { isRecord, own } from "../../util/record.ts";

/** The model's name. @throws {CallError} where there is none */
export function askedModel(model: unknown): string {
  if (typeof model === "string" && model !== "") return model;
  throw invalidRequest("model", "expected the name of a model");
}

/** Whether a stream is to tell usage; @throws {CallError} where `stream` is neither yes nor no, for the answer would be in another form */
export function wantsUsage(body: unknown): boolean {
  const { stream, stream_options: options } = isRecord(body) ? body : {};
  if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
    throw invalidRequest("stream", "expected true or false");
  }
  return own(options, "include_usage") === true;
}
