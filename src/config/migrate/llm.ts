import { providers } from "../../builtins/providers.ts";
import type { YamlPath } from "../problem.ts";
import { type Account, Accounts } from "./accounts.ts";
import { type Draft, emptyDraft, modelOf } from "./draft.ts";
import type { ForeignDocument } from "./foreign-document.ts";
import { addressOf, headersOf, reference, textOf } from "./foreign-value.ts";
import { nameProblem } from "./name-problem.ts";
import type { Part } from "./part.ts";
import { providerAt } from "./provider-at.ts";

const CAPABILITIES: ReadonlyMap<string, string> = new Map([
  ["can_stream", "streaming"],
  ["supports_tools", "tools"],
  ["supports_schema", "json_schema"],
  ["vision", "vision"],
  ["audio", "audio"],
  ["reasoning", "reasoning"],
  ["completion", "completion"],
]);

/** Turns `extra-openai-models.yaml` of the `llm` command into a draft of ours. https://llm.datasette.io/en/stable/other-models.html */
export function fromLlm(root: Part, document: ForeignDocument): Draft {
  const draft = emptyDraft();
  const accounts = new Accounts(draft);
  for (const entry of root.items()) {
    const id = entry.at("model_id");
    const model = entry.at("model_name").isGiven ? entry.at("model_name") : id;
    const problem = nameProblem(id.value) ?? nameProblem(model.value);
    if (problem !== undefined) entry.refuse(problem);
    else if (draft.models.has(String(id.value))) entry.refuse("an earlier entry has the same model_id");
    else {
      const name = id.text() as string;
      const modelId = textOf(model) as string;
      const backend = accounts.use(accountOf(entry));
      const before = document.commentsWithin(entry.path);
      draft.models.set(name, {
        ...modelOf([{ target: `${backend}/${modelId}` }]),
        ...(before.length === 0 ? {} : { before: before.join("\n") }),
      });
      addCapabilities(accounts.facts(backend, modelId), entry);
      const engine = textOf(entry.at("api_engine"));
      if (engine !== undefined) accounts.facts(backend, modelId).deployment = engine;
    }
  }
  addAliases(draft, root);
  return draft;
}

/** Why a key of an entry is not carried over. */
export function explainLlm(path: YamlPath): string {
  return path.at(-1) === "aliases" ? "not a list of names" : "no counterpart in a config of modelmall";
}

function accountOf(entry: Part): Account {
  const written = entry.at("api_base");
  const address = addressOf(written);
  const isAzure = entry.at("api_type").value === "azure";
  if (isAzure) entry.at("api_type").take();
  const at = address === undefined ? (written.isGiven ? undefined : providers.get("openai")) : providerAt(address);
  const provider = isAzure ? "azure" : (at?.name ?? "custom");
  const variable = reference(isAzure ? "AZURE_OPENAI_ENDPOINT" : "OPENAI_COMPATIBLE_BASE_URL");
  const isElsewhere = provider === "custom" || isAzure;
  return {
    provider,
    api_key: keyOf(entry.at("api_key_name"), written.isGiven ? undefined : at?.keyVariables[0]),
    base_url: isElsewhere ? (address ?? variable) : undefined,
    api_version: textOf(entry.at("api_version")),
    headers: headersOf(entry.at("headers")),
  };
}

function keyOf(name: Part, ownVariable: string | undefined): string | undefined {
  const word = name.text();
  if (word === undefined) return ownVariable === undefined ? undefined : reference(ownVariable);
  const variable = `${word
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^(?=\d)/, "_")}_API_KEY`;
  name.note(
    `llm keeps this key in its keys.json (llm keys get ${word} shows it); put it into the variable ${variable}`,
  );
  return reference(variable);
}

function addCapabilities(facts: Record<string, unknown>, entry: Part): void {
  const capabilities: Record<string, boolean> = {};
  for (const [key, capability] of CAPABILITIES) {
    const flag = entry.at(key).flag();
    if (flag !== undefined) capabilities[capability] = flag;
  }
  if (Object.keys(capabilities).length > 0) facts.capabilities = capabilities;
}

// Only when all names are known can it be told which aliases are free.
function addAliases(draft: Draft, root: Part): void {
  const taken = new Set(draft.models.keys());
  for (const entry of root.items()) {
    const model = draft.models.get(String(entry.at("model_id").value));
    for (const alias of entry.at("aliases").items()) {
      const problem =
        nameProblem(String(alias.value)) ?? (String(alias.value).includes("*") ? "an alias holds no *" : undefined);
      if (model === undefined) continue;
      if (problem !== undefined) alias.refuse(problem);
      else if (taken.has(String(alias.value))) alias.refuse("already the name or an alias of another model");
      else {
        const name = alias.text() as string;
        taken.add(name);
        model.aliases.push(name);
      }
    }
  }
}
