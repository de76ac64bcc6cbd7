import { SourceError } from "../../errors.ts";
import type { DiscoverContext } from "../../source.ts";
import { parseCsv } from "../../util/parse-csv.ts";
import { parseYaml } from "../../util/parse-yaml.ts";
import { readLocalFile } from "../../util/read-local-file.ts";
import { redactText, redactUrl } from "../../util/redact-text.ts";
import type { ScoreDocument } from "./score-row.ts";

/** Reads a file or an address as JSON, YAML or CSV, by its ending. @throws {SourceError} */
export async function readDocument(
  location: string,
  source: string,
  { http, signal }: DiscoverContext,
): Promise<ScoreDocument> {
  const isUrl = /^https?:\/\//i.test(location);
  const text = isUrl ? await http.text(location) : await readLocalFile(location, { source, signal });
  const path = isUrl ? new URL(location).pathname : location;
  const [, file = "", ending = ""] = /([^/\\]*?)(?:\.([^./\\]*))?$/.exec(path) ?? [];
  try {
    return { value: await parse(text, ending.toLowerCase()), file };
  } catch (error) {
    const shown = isUrl ? redactUrl(location) : redactText(location);
    const said = error instanceof SyntaxError ? "not valid JSON" : redactText((error as Error).message);
    throw new SourceError("source_malformed", source, `${shown} could not be read: ${said}`, { cause: error });
  }
}

function parse(text: string, ending: string): unknown {
  if (ending === "csv") return parseCsv(text);
  // Some of Aider's rows have a key twice.
  if (ending === "yml" || ending === "yaml") return parseYaml(text, { uniqueKeys: false });
  return JSON.parse(text);
}
