import type { YamlPath } from "../../problem.ts";

const SECTIONS: ReadonlyMap<string, string> = new Map([
  ["general_settings", "a setting of LiteLLM's own server, its database and the keys it gives out"],
  ["guardrails", "modelmall has no guardrails"],
  ["mcp_servers", "modelmall is no MCP gateway"],
  ["mcp_tools", "modelmall is no MCP gateway"],
  ["search_tools", "modelmall has no search tools"],
  ["vector_store_registry", "modelmall has no vector stores"],
  ["environment_variables", "variables are set outside the file: in the shell, the service or the container"],
  ["finetune_settings", "modelmall forwards no fine-tuning jobs"],
  ["files_settings", "modelmall forwards no files"],
  ["callbacks", "modelmall has no callbacks"],
  ["prompts", "modelmall keeps no prompts"],
  ["include", "migrate each of these files, then name the results under include"],
]);

const KEYS: readonly (readonly [RegExp, string])[] = [
  [
    /callback|^s3_|langfuse|logging|logs|verbose|json_logs|log_level|telemetry/,
    "logging and callbacks have no counterpart in the config",
  ],
  [/cache|redis/, "there is no cache of answers"],
  [
    /^(drop_params|modify_params|additional_drop_params|allowed_openai_params)$/,
    "which parameters a model takes is decided by modelmall itself",
  ],
  [/cooldown|allowed_fails|retry_policy/, "when a failing target is left alone is decided by modelmall itself"],
  [/^vertex_/, "Vertex AI is signed in to with Google Cloud credentials, which a config does not hold"],
  [/^aws_/, "AWS credentials are found by the AWS SDK (environment, profile, role), not in the config"],
  [
    /^(tenant_id|client_id|client_secret|azure_ad_token|azure_)/,
    "signing in to Azure with Entra ID has no counterpart; a key does",
  ],
  [/budget/, "budgets stand at a model (budget), or at tags and callers (router.budgets)"],
  [/guardrail/, "modelmall has no guardrails"],
  [
    /^(master_key|database_url|.*auth.*|.*user.*)$/,
    "a setting of LiteLLM's own server, its database and the keys it gives out",
  ],
  [/^(id|db_model|team_id|created_by|.*_at)$/, "it names the entry within LiteLLM alone"],
  [/routing_strategy/, "no such strategy here; models with several targets take turns (round_robin)"],
  [/fallbacks/, "not in LiteLLM's form of fall-backs: a list of { model: [other, …] }"],
  [/cost/, "no price of this kind here"],
  [/^health_check/, "targets are watched while they are used; router.probe asks backends for free besides"],
  [/^supports_|^mode$/, "no such capability here"],
];

/** Why a place of a LiteLLM file, that nothing carried over, is not carried over. */
export function explainLitellm(path: YamlPath): string {
  const [section, index] = path;
  if (section === "model_list" && typeof index !== "number") {
    return "expected a list of entries with model_name and litellm_params";
  }
  const key = [...path].reverse().find((part) => typeof part === "string") as string | undefined;
  const bySection = SECTIONS.get(String(section));
  if (bySection !== undefined) return bySection;
  return KEYS.find(([pattern]) => pattern.test(key ?? ""))?.[1] ?? "no counterpart in a config of modelmall";
}
