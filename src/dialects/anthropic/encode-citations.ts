import { webSourcesIn } from "../../dialect/web-sources.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import type { Block } from "./encoding.ts";

/** Whether a source is told in Anthropic's own words. */
export function isCitation(annotation: unknown): annotation is Block {
  return isRecord(annotation) && typeof annotation.type === "string" && annotation.type.endsWith("_location");
}

/** A source as citations; none for blocks of Anthropic's own, which are no sources, and for what has no address. */
export function citationsOf(annotation: JsonValue): Block[] {
  if (isCitation(annotation)) return [annotation];
  return webSourcesIn(annotation).map(({ url, title }) => ({
    type: "web_search_result_location",
    url,
    title,
    cited_text: "",
    encrypted_index: "",
  }));
}

/** Whether a citation that comes back is one made of another provider's source: Anthropic would not know it. */
export function isForeignCitation(citation: unknown): boolean {
  return isCitation(citation) && citation.encrypted_index === "";
}
