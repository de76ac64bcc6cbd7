import type { Provider } from "../provider.ts";

/** Azure OpenAI: every resource has an address of its own and takes the name of a deployment as the model. */
export const azure = {
  name: "azure",
  title: "Azure OpenAI",
  aliases: ["azure-openai", "azure_ai"],
  dialect: "openai",
  baseUrlVariables: ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_BASE_URL"],
  parseBaseUrl: toVersion1,
  keyVariables: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"],
  keyHeader: "api-key",
  deploymentPath: "../deployments/{model}",
  models: { path: "models", field: "data", rows: "azure" },
  docs: "https://learn.microsoft.com/en-us/azure/foundry/openai/api-version-lifecycle",
} satisfies Provider;

// The variable holds the resource's root; only under this path does it answer without a dated api-version.
function toVersion1(endpoint: string): string {
  const root = endpoint.trim().replace(/\/+$/, "");
  return root.endsWith("/openai/v1") ? root : `${root}/openai/v1`;
}
