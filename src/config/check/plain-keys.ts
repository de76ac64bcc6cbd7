import type { BackendConfig } from "../../config.ts";
import { isLoopback } from "../../util/local-address.ts";
import { isRecord } from "../../util/record.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { ConfigProblem, YamlPath } from "../problem.ts";
import { valueAt } from "../validate/value-at.ts";
import { type CheckContext, problemAt } from "./context.ts";

/** What people write where a key is asked for and none is needed. */
const NO_KEY =
  /^(|none|null|no|dummy|fake|mock|test|empty|unused|anything|ollama|lm-?studio|vllm|x+|sk-x+|(sk-)?no[-_]?key.*|not[-_]?(needed|required|used)|(sk-)?(dummy|fake|test|mock)([-_]?key)?|<.*>|your[-_].*)$/i;
/** Headers that carry a credential. */
const KEY_HEADER = /authorization|api-?key|token|secret|password/i;

/** Keys that stand in the file as they are: whoever reads the file has them. */
export function checkPlainKeys(context: CheckContext): readonly ConfigProblem[] {
  return [...context.config.backends.values()].flatMap((backend) => {
    if (backend.isImplicit || needsNoKey(backend)) return [];
    const variable = variableFor(backend);
    const message = `a key in plain text: whoever reads the file has it; write \${${variable}}, or file:/path/to/the/key`;
    return keyPaths(context, backend.path)
      .filter((path) => isPlainKey(valueAt(context.written, path)))
      .map((path) => problemAt(context, "warning", "plain_text_key", path, message));
  });
}

function needsNoKey({ provider, baseUrl }: BackendConfig): boolean {
  return baseUrl === undefined ? provider.isLocal === true : isLoopback(baseUrl);
}

/** Where keys of a backend may stand: one, each of several, and the headers that carry one. */
function keyPaths({ written }: CheckContext, path: YamlPath): YamlPath[] {
  const keys = ["api_key", "api_keys"].flatMap((name) => {
    const value = valueAt(written, [...path, name]);
    return Array.isArray(value) ? value.map((_, index) => [...path, name, index]) : [[...path, name]];
  });
  const headers = valueAt(written, [...path, "headers"]);
  const names = isRecord(headers) ? Object.keys(headers).filter((name) => KEY_HEADER.test(name)) : [];
  return [...keys, ...names.map((name) => [...path, "headers", name])];
}

function isPlainKey(written: unknown): boolean {
  if (typeof written === "number") return true;
  if (typeof written !== "string" || isPlaceholder(written)) return false;
  return !written.includes("${") && !written.startsWith("file:") && !NO_KEY.test(written.trim());
}

function variableFor({ name, provider }: BackendConfig): string {
  return provider.keyVariables[0] ?? `${name.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase()}_API_KEY`;
}
