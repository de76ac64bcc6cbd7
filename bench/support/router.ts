import type { Backend } from "../../src/backend.ts";
import type { ChatReply, ChatRequest } from "../../src/chat.ts";
import type { Model } from "../../src/model.ts";
import type { Router } from "../../src/router.ts";
import { syntheticModels } from "./models.ts";

// As they are shipped: what compiles the sources on the fly gives every function its name at run time, again and again.
const shipped = (path: string) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { createRouter } = (await shipped(
  "router/create-router.js",
)) as typeof import("../../src/router/create-router.ts");
const { parseConfig } = (await shipped("config/load.js")) as typeof import("../../src/config/load.ts");
const { catalogueOf } = (await shipped("manager/catalogue.js")) as typeof import("../../src/manager/catalogue.ts");
const { ModelRegistry } = (await shipped("registry.js")) as typeof import("../../src/registry.ts");
const { memoryLedger } = (await shipped("ledgers/memory.js")) as typeof import("../../src/ledgers/memory.ts");
const { fakeBackend } = (await shipped("backends/fake.js")) as typeof import("../../src/backends/fake.ts");
const { createBackend } = (await shipped("index.js")) as typeof import("../../src/index.ts");

/** A router with everything switched on, and a backend as it opens them. */
export interface BenchRouter {
  readonly router: Router;
  readonly backend: Backend;
  /** What a model might say, with its usage and cost. */
  answer(request: ChatRequest): Promise<ChatReply>;
}

/** USD per million tokens. */
const PRICES = { "gpt-4o": [2.5, 10], "gpt-4.1": [3, 12], o3: [10, 40] } as const;

/** Route `m`, three targets by cost, each at an account of its own with all three limits, under three budgets. */
export async function openRouter(
  baseUrl: string,
  apiKey: string,
  open?: (name: string) => Backend,
): Promise<BenchRouter> {
  const models = [...syntheticModels(10_000), ...Object.keys(PRICES).map(priced)];
  const catalogue = catalogueOf(new ModelRegistry(models.map((model) => [model.id, model])));
  const config = await parseConfig(configText(baseUrl), { env: { KEY: apiKey }, catalogue });
  return {
    router: createRouter({
      config,
      facts: catalogue,
      ledger: memoryLedger(),
      env: {},
      ...(open && { backends: ({ name }: { name: string }) => open(name) }),
    }),
    backend: createBackend({ provider: "openai", baseUrl, apiKey, env: {} }),
    answer: (request) => fakeBackend({ text: "fine" }, { facts: () => priced("gpt-4o") }).generate("m", request),
  };
}

function configText(baseUrl: string): string {
  const limits = "rate_limits: { requests_per_minute: 100000000, tokens_per_minute: 100000000000, concurrent: 64 }";
  const budget = "{ amount: 1000000, per: day }";
  return [
    "backends:",
    ...["a", "b", "c"].map(
      (name) => `  ${name}: { provider: openai, base_url: "${baseUrl}", api_key: "\${KEY}", ${limits} }`,
    ),
    "models:",
    "  m:",
    "    backend: [a/o3, b/gpt-4.1, c/gpt-4o]",
    "    strategy: cost",
    `    budget: ${budget}`,
    "router:",
    `  budgets: { tags: { bench: ${budget} }, callers: { "*": ${budget} } }`,
    "",
  ].join("\n");
}

function priced(id: string): Model {
  const [input = 0, output = 0] = PRICES[id as keyof typeof PRICES] ?? [];
  return {
    id: `openai/${id}`,
    name: id,
    provider: "openai",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    isLocal: false,
    modalities: { input: ["text"], output: ["text"] },
    capabilities: { chat: true, tools: true },
    pricing: { input, output },
    tags: [],
    aliases: [],
    connectorMetadata: {},
    customMetadata: {},
    parameters: {},
    lifecycle: {},
    benchmarks: {},
    createdAt: "2025-01-01T00:00:00.000Z",
    updatedAt: "2025-01-01T00:00:00.000Z",
  };
}
