import { CallError } from "../../call-error.ts";
import type { CallContext } from "../../dialect.ts";
import { isRecord } from "../../util/record.ts";

const GEMINI_MODELS = "v1beta/models";

/** Whether a call goes to Vertex AI, which differs from the Gemini API in paths, embeddings and counting. */
export function isVertex({ provider }: Pick<CallContext, "provider">): boolean {
  return provider.modelsPath?.startsWith("publishers/") ?? false;
}

/**
 * Where a method of a model is called, relative to the base URL: `v1beta/models/gemini-2.5-flash:generateContent`.
 * A model may be written with its collection (`tunedModels/mine`, `endpoints/123`).
 * @throws {CallError} `invalid_request` for a model id that would lead elsewhere
 */
export function pathOf({ model, provider }: CallContext, method: string): string {
  const models = provider.modelsPath ?? GEMINI_MODELS;
  const segments = model.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    const message = `"${model}" is no id of a Google model: expected a name such as gemini-2.5-flash`;
    throw new CallError("invalid_request", message, { fault: "request", field: "model" });
  }
  const name = segments.map((segment) => encodeURIComponent(segment).replaceAll("%40", "@")).join("/");
  return `${collectionOf(segments, models)}${name}:${method}`;
}

function collectionOf(segments: readonly string[], models: string): string {
  if (segments.length === 1) return `${models}/`;
  if (segments[0] === "publishers" || segments[0] === "endpoints") return "";
  return models.slice(0, models.lastIndexOf("/") + 1);
}

/** The model's full name in bodies that repeat it (`models/gemini-2.5-flash`). */
export function resourceNameOf(model: string): string {
  return model.includes("/") ? model : `models/${model}`;
}

/** The model and method an address names, where it is one of this dialect. */
export function readAddress(url: string): { model?: string; method?: string } {
  const match = /\/(models|tunedModels|endpoints)\/([^/?#:]+):(\w+)/.exec(url);
  if (match === null) return {};
  const [, collection = "", name = "", method = ""] = match;
  const model = decoded(name);
  return { model: collection === "models" ? model : `${collection}/${model}`, method };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The model a body names (`models/gemini-2.5-flash`), without its collection. */
export function modelIn(body: unknown): string | undefined {
  const name = isRecord(body) ? body.model : undefined;
  return typeof name === "string" && name !== "" ? name.replace(/^models\//, "") : undefined;
}
