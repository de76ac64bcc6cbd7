import { ConfigError } from "../config-error.ts";
import type { Draft } from "./draft.ts";
import { type ForeignDocument, parseForeign, Unreadable } from "./foreign-document.ts";
import { type Explain, Ledger } from "./ledger.ts";
import { explainLitellm } from "./litellm/explain.ts";
import { fromLitellm } from "./litellm.ts";
import { explainLlm, fromLlm } from "./llm.ts";
import type { MigrateOptions, MigrationResult } from "./migration.ts";
import { fromModelsList } from "./models-list.ts";
import { migrateOldForm } from "./old-form.ts";
import { Part } from "./part.ts";
import { javascriptToYaml } from "./portkey/javascript-to-yaml.ts";
import { explainPortkey, fromPortkey } from "./portkey.ts";
import { MIGRATION_FORMATS, type MigrationFormat, recognise } from "./recognise.ts";
import { writeDraft } from "./write-draft.ts";

interface Reading {
  readonly draft: (root: Part, document: ForeignDocument, options: MigrateOptions) => Draft;
  readonly explain: Explain;
}

const READINGS: Readonly<Record<Exclude<MigrationFormat, "modelmall">, Reading>> = {
  litellm: { draft: fromLitellm, explain: explainLitellm },
  portkey: { draft: fromPortkey, explain: explainPortkey },
  llm: { draft: fromLlm, explain: explainLlm },
  "models-list": { draft: fromModelsList, explain: () => "a list of models says nothing that belongs here" },
};

/** Migrates a text; apart from `migrate` so that the parser is loaded only when there is something to parse. */
export async function migrateText(text: string, options: MigrateOptions & { file: string }): Promise<MigrationResult> {
  if (options.from === "modelmall") return migrateOldForm(text, options.file);
  const document = read(text, options.file);
  const from = options.from ?? formatOf(document, options.file);
  if (from === "modelmall") return migrateOldForm(text, options.file);
  const ledger = new Ledger(document.locate);
  const { draft: drafting, explain } = READINGS[from];
  const draft = drafting(new Part(document.value, [], ledger), document, options);
  if (document.head !== undefined) draft.before = document.head;
  for (const { path, what } of document.remarks) ledger.note(path, what);
  if (document.documents > 1) ledger.refuse([], "only the first of several documents in the file was read");
  const unsupported = ledger.unsupported(document.value, explain);
  const carried = draft.models.size;
  return { from, yaml: carried === 0 ? "" : writeDraft(draft), carried, unsupported, notes: ledger.notes };
}

function read(text: string, file: string): ForeignDocument {
  try {
    return parseForeign(javascriptToYaml(text.replace(/^\uFEFF/, "")), file);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new ConfigError([
      isToml(text) ? { ...error.problem, message: `looks like TOML, such as TensorZero's; ${KNOWN}` } : error.problem,
    ]);
  }
}

function isToml(text: string): boolean {
  return /^\[\[?[\w."' -]+\]\]?\s*$/m.test(text) && /^[\w.-]+ *= */m.test(text);
}

const KNOWN = `files of ${MIGRATION_FORMATS.join(", ")} can be migrated`;

function formatOf({ value, locate }: ForeignDocument, file: string): MigrationFormat {
  const { formats, looksLike } = recognise(value);
  const [only] = formats;
  if (only !== undefined && formats.length === 1) return only;
  const message =
    only !== undefined
      ? `may be any of ${formats.join(", ")}; say which with from`
      : looksLike !== undefined
        ? `looks like ${looksLike}; ${KNOWN}`
        : `not recognised; ${KNOWN}; say which it is with from`;
  const at = locate([]) ?? { file, line: 1, column: 1 };
  throw new ConfigError([{ severity: "error", code: "unknown_format", path: "", message, at }]);
}
