import { findProvider } from "../../builtins/providers.ts";
import { canonicalId } from "../../providers/canonical-id.ts";
import { DECLARED_ALIASES } from "./aliases.ts";

/** Which model a score is of: the id to look for, and how the model was run. */
export interface Subject {
  id: string;
  setting?: string;
}

const EFFORT = "(?:minimal|low|medium|high|xhigh|max)";

/** The makers whose names of models begin in their own way, and the endings that are never theirs but say how it was run. */
const MAKERS: readonly { provider: string; names: RegExp; setting?: RegExp }[] = [
  {
    provider: "anthropic",
    names: /^claude-/,
    setting: new RegExp(`-(base|thinking(?:-(?:\\d+k|auto))?(?:-${EFFORT}-effort)?|${EFFORT}-effort)$`),
  },
  {
    provider: "openai",
    names: /^(gpt-|chatgpt-|o\d(-|$|\s))/,
    setting: /-(minimal|low|medium|high|xhigh|nothinking)$/,
  },
  { provider: "google", names: /^(gemini|gemma)-/, setting: /-(minimal|low|medium|high|highthinking)$/ },
  { provider: "deepseek", names: /^deepseek-/ },
  { provider: "xai", names: /^grok-/ },
  { provider: "mistral", names: /^(mistral|ministral|codestral|devstral|magistral)-/ },
  { provider: "moonshotai", names: /^kimi-/ },
  { provider: "zai", names: /^glm-/ },
  { provider: "cohere", names: /^command-/ },
];

/**
 * The model a benchmark's name means, by declared aliases, the maker it names, and the makers whose names can be told;
 * `undefined` for a name no model can have. Whether there is such a model is for the registry to say.
 */
export function findSubject(
  written: string,
  vendor: string | undefined,
  ownAliases: ReadonlyMap<string, string>,
): Subject | undefined {
  const name = written.trim();
  const declared = (candidate: string) => ownAliases.get(candidate) ?? DECLARED_ALIASES.get(candidate);
  const whole = declared(name);
  if (whole !== undefined) return { id: whole };
  const [, title = name, brackets] = /^(.*\S)\s*\(([^()]+)\)$/.exec(name) ?? [];
  const maker = MAKERS.find(({ names }) => names.test(title));
  const ending = maker?.setting?.exec(title)?.[1];
  const model = ending === undefined ? title : title.slice(0, -ending.length - 1);
  const settings = [ending, brackets].filter((part) => part !== undefined);
  const id = declared(title) ?? declared(model) ?? idOf(model, maker?.provider, vendor);
  if (/[\s\p{C}]/u.test(id) || id === "" || id.length > 256) return undefined;
  const setting = declared(title) === undefined ? settings.join(", ") : (brackets ?? "");
  return { id, ...(setting !== "" && { setting }) };
}

function idOf(model: string, maker: string | undefined, vendor: string | undefined): string {
  const slash = model.indexOf("/");
  if (slash > 0) return canonicalId(model.slice(0, slash), model.slice(slash + 1)).id;
  if (maker !== undefined) return `${maker}/${model}`;
  const provider = vendor === undefined ? undefined : findProvider(vendor.toLowerCase())?.name;
  return provider === undefined ? model : `${provider}/${model}`;
}
