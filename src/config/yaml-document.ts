import type { ConfigProblem } from "./problem.ts";
import type { YamlDocument } from "./yaml-document/document.ts";
import { positionsIn } from "./yaml-document/positions.ts";

export type { YamlDocument } from "./yaml-document/document.ts";

const MOST_BYTES = 1024 * 1024;

/**
 * Reads a YAML 1.2 text that may be hostile: at most 1 MiB, 64 levels deep and no larger than 1 MiB with its aliases
 * written out; one document, of scalars, lists and maps whose keys are text. All that is wrong with it is told at once.
 */
export async function readYamlDocument(text: string, file: string): Promise<YamlDocument> {
  const { composeDocument } = await import("./yaml-document/compose.ts");
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const at = positionsIn(source, file);
  const refused = refusal(source);
  if (refused === undefined) return composeDocument(source, file, at);
  const problem: ConfigProblem = { severity: "error", path: "", ...refused.problem, at: at(refused.offset) };
  return { file, value: undefined, problems: [problem], locate: () => at(0), isPlain: () => false };
}

interface Refusal {
  readonly problem: Pick<ConfigProblem, "code" | "message">;
  readonly offset: number;
}

/** What keeps a text from being looked at any closer. */
function refusal(text: string): Refusal | undefined {
  if (text.length > MOST_BYTES || Buffer.byteLength(text) > MOST_BYTES) {
    const message = "is larger than 1 MiB and was not read; split it, and name the parts in include";
    return { problem: { code: "too_large", message }, offset: 0 };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const offset = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (offset < 0) return undefined;
  const sign = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  const message = `the control character U+${sign} cannot stand in YAML; remove it, or write it as an escape in double quotes`;
  return { problem: { code: "control_character", message }, offset };
}
