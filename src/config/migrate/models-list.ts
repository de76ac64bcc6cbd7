import { type Account, Accounts } from "./accounts.ts";
import { type Draft, emptyDraft, modelOf } from "./draft.ts";
import type { ForeignDocument } from "./foreign-document.ts";
import { reference } from "./foreign-value.ts";
import type { MigrateOptions } from "./migration.ts";
import { nameProblem } from "./name-problem.ts";
import type { Part } from "./part.ts";
import { providerAt } from "./provider-at.ts";

/** Turns a list of models, as services that speak OpenAI's dialect and Ollama give it, into a draft of ours: a model for each id. */
export function fromModelsList(root: Part, _document: ForeignDocument, { baseUrl }: MigrateOptions): Draft {
  const draft = emptyDraft();
  const isOllama = root.at("models").isList && !root.at("data").isList;
  const rows = root.isList ? root : root.at(isOllama ? "models" : "data");
  const backend = new Accounts(draft).use(
    accountOf(rows, isOllama, baseUrl),
    baseUrl === undefined && !isOllama ? { wish: "models" } : {},
  );
  for (const row of rows.items()) {
    const id = row.isMapping ? row.at(isOllama ? "name" : "id") : row;
    const problem =
      nameProblem(id.value) ?? (String(id.value).includes("*") ? 'the id of a model holds no "*"' : undefined);
    if (problem !== undefined) row.refuse(problem);
    else if (draft.models.has(String(id.value))) row.refuse("listed twice");
    else {
      const name = id.text() as string;
      const window = row.oneOf("context_length", "max_model_len", "context_window").count(1);
      draft.models.set(name, modelOf([{ target: `${backend}/${name}` }]));
      if (window !== undefined) {
        draft.backends.get(backend)?.models.set(name, { context_window: window });
      }
    }
  }
  root.at("object").take();
  const others = rows.items().some((row) => row.entries().length > 1);
  if (others)
    rows.refuse(
      "what else the list says of its models (owner, date, size) are facts for the registry, not for a config",
    );
  return draft;
}

function accountOf(rows: Part, isOllama: boolean, baseUrl: string | undefined): Account {
  if (isOllama) return { provider: "ollama", base_url: baseUrl };
  const provider = baseUrl === undefined ? undefined : providerAt(baseUrl);
  if (provider !== undefined) {
    const [variable] = provider.keyVariables;
    return { provider: provider.name, api_key: variable === undefined ? undefined : reference(variable) };
  }
  const variable = reference("MODELS_BASE_URL");
  if (baseUrl === undefined)
    rows.note(
      "the list does not say where its models are called; put the address into the variable MODELS_BASE_URL, or migrate again with a base URL",
    );
  return { provider: "custom", base_url: baseUrl ?? variable };
}
