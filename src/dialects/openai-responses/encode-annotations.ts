import { webSourcesIn } from "../../dialect/web-sources.ts";
import type { JsonValue } from "../../util/json.ts";
import { isRecord } from "../../util/record.ts";
import type { Item } from "./words.ts";

/** The kinds this API has; clients refuse others. */
const OWN: ReadonlySet<unknown> = new Set(["file_citation", "container_file_citation", "file_path"]);

/** A source in this API's words; none for what has no address. */
export function annotationsOf(annotation: JsonValue): Item[] {
  if (isRecord(annotation)) {
    const { type } = annotation;
    if (OWN.has(type) || (type === "url_citation" && typeof annotation.url === "string")) return [annotation];
  }
  return webSourcesIn(annotation).map(({ url, title, start, end }) => ({
    type: "url_citation",
    url,
    title,
    start_index: start,
    end_index: end,
  }));
}
