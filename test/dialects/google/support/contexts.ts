import type { CallContext } from "../../../../src/dialect.ts";
import type { Facts } from "../../../../src/model.ts";
import type { Provider } from "../../../../src/provider.ts";
import { google } from "../../../../src/providers/google.ts";

/** Vertex AI as a provider of this dialect: the same bodies under another path. */
export const vertex: Provider = {
  ...google,
  name: "google-vertex",
  title: "Vertex AI",
  baseUrl: "https://aiplatform.googleapis.com/v1beta1/projects/p/locations/global",
  modelsPath: "publishers/google/models",
};

/** A call as the dialect sees it. */
export function contextFor(
  model: string,
  { stream = false, provider = google, facts = {} }: { stream?: boolean; provider?: Provider; facts?: Facts } = {},
): CallContext {
  return { model, provider, facts, stream };
}
