// The gateway with everything on, as `modelmall serve` starts it: keys, a route by cost, limits, budgets, a ledger. Run by `startServer`.
import { createRouter, memoryLedger, parseConfig, Secret, serve, tuneCollector } from "./shipped.js";

const [upstream = "", key = ""] = process.argv.slice(2);

const LIMITS = "rate_limits: { requests_per_minute: 100000000, tokens_per_minute: 100000000000, concurrent: 4096 }";
const BUDGET = "{ amount: 1000000, per: day }";
const CONFIG = `
backends:
  a: { provider: openai, base_url: "${upstream}/v1", api_key: "\${KEY}", ${LIMITS} }
  b: { provider: openai, base_url: "${upstream}/v1", api_key: "\${KEY}", ${LIMITS} }
  c: { provider: openai, base_url: "${upstream}/v1", api_key: "\${KEY}", ${LIMITS} }
  d: { provider: anthropic, base_url: "${upstream}", api_key: "\${KEY}", ${LIMITS} }
models:
  gpt: { backend: [a/gpt-4o, b/gpt-4o-mini, c/gpt-4.1], strategy: cost, budget: ${BUDGET} }
  claude: { backend: [d/claude-sonnet-4-5, d/claude-opus-4-1], strategy: cost, budget: ${BUDGET} }
router:
  budgets: { tags: { bench: ${BUDGET} }, callers: { "*": ${BUDGET} } }
`;

/** USD per million tokens. */
const PRICES = new Map([
  ["gpt-4o", { input: 2.5, output: 10 }],
  ["gpt-4o-mini", { input: 0.15, output: 0.6 }],
  ["gpt-4.1", { input: 2, output: 8 }],
  ["claude-sonnet-4-5", { input: 3, output: 15 }],
  ["claude-opus-4-1", { input: 15, output: 75 }],
]);
const FACTS = new Map(
  [...PRICES].map(([id, pricing]) => [id, { pricing, contextWindow: 200_000, maxOutputTokens: 16_384 }]),
);

tuneCollector();
const gateway = await serve({
  router: createRouter({
    config: await parseConfig(CONFIG, { env: { KEY: "sk-bench-0123456789" } }),
    facts: (_provider, id) => FACTS.get(id),
    ledger: memoryLedger(),
    env: {},
  }),
  keys: [{ name: "ann", secret: new Secret(key) }],
  port: 0,
});
process.send?.({ port: gateway.address.port });
