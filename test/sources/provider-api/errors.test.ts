import { afterEach, describe, expect, it } from "vitest";
import type { SourceError } from "../../../src/errors.ts";
import { providerApi } from "../../../src/sources/provider-api.ts";
import { report } from "../../support/a-source.ts";
import { type Loopback, type Step, startLoopback } from "../../support/loopback.ts";
import { readShared, withoutSharedData } from "../../support/shared-data.ts";

const SECRET = "canary-7f3a91c2d4";
const open: Loopback[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** How a provider's source fails when its list is answered like this. */
async function failure(provider: string, step: Step, apiKey = SECRET): Promise<{ error: SourceError; where: string }> {
  const server = await startLoopback({ "/models": step, "/v1/models": step, "/v1beta/models": step });
  open.push(server);
  const { error } = await report(providerApi({ provider, baseUrl: server.url, apiKey }));
  if (error === undefined) throw new Error("it was answered");
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
  return { error, where: `${server.url}${server.requests[0]?.path.replace(/\?.*/, "")}` };
}

const REFUSED = "the key was refused (HTTP {status} at {where}); check the key in {variable}";

const REFUSALS = [
  ["openai", 401, { error: { message: `Incorrect API key provided: ${SECRET}.`, code: "invalid_api_key" } }],
  ["anthropic", 401, { type: "error", error: { type: "authentication_error", message: "invalid x-api-key" } }],
  ["google", 400, { error: { code: 400, message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] } }],
  ["google", 400, [{ error: { code: 400, message: "Bad.", details: [{ reason: "API_KEY_INVALID" }] } }]],
  ["mistral", 401, { detail: "Invalid API Key" }],
  ["cohere", 401, { id: "1", message: "Incorrect API key provided" }],
  ["groq", 401, { error: { message: "Invalid API Key", code: "invalid_api_key" } }],
  ["deepseek", 401, { error: { message: "Authentication Fails, Your api key: ****y is invalid" } }],
  ["xai", 400, { code: "invalid-argument", error: "Incorrect API key provided." }],
  ["azure", 401, { error: { code: "401", message: "Access denied due to invalid subscription key." } }],
  ["openai", 401, "no JSON at all"],
  ["openai", 401, null],
] as const;

const VARIABLES: Record<string, string> = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GEMINI_API_KEY",
  mistral: "MISTRAL_API_KEY",
  cohere: "CO_API_KEY",
  groq: "GROQ_API_KEY",
  deepseek: "DEEPSEEK_API_KEY",
  xai: "XAI_API_KEY",
  azure: "AZURE_OPENAI_API_KEY",
  perplexity: "PERPLEXITY_API_KEY",
};

const OTHERS = [
  [
    "xai",
    400,
    { error: "Model not found: x" },
    "unexpected answer (HTTP 400 at {where}: Model not found: x); check the address",
    "target",
    false,
  ],
  [
    "mistral",
    422,
    { detail: [{ msg: "no" }] },
    "unexpected answer (HTTP 422 at {where}); check the address",
    "target",
    false,
  ],
  [
    "openai",
    403,
    { error: { message: `Country not supported for ${SECRET}` } },
    "not allowed (HTTP 403 at {where}: Country not supported for …); check what the key in OPENAI_API_KEY may read",
    "credential",
    false,
  ],
  [
    "deepseek",
    402,
    { error: { message: "Insufficient Balance" } },
    "nothing is left to spend (HTTP 402 at {where}: Insufficient Balance); check plan and billing",
    "credential",
    false,
  ],
  [
    "openai",
    429,
    { error: { message: "You exceeded your current quota", type: "insufficient_quota" } },
    "nothing is left to spend (HTTP 429 at {where}: You exceeded your current quota); check plan and billing",
    "credential",
    false,
  ],
  [
    "groq",
    429,
    { error: { message: "Rate limit reached" } },
    "asked too often (HTTP 429 at {where}); try again later",
    "target",
    true,
  ],
  [
    "cohere",
    404,
    { message: "not found" },
    "nothing is there (HTTP 404 at {where}); check the address",
    "target",
    false,
  ],
  [
    "anthropic",
    529,
    { type: "error", error: { type: "overloaded_error" } },
    "the service failed (HTTP 529 at {where}); try again later",
    "target",
    true,
  ],
  [
    "google",
    500,
    { error: { message: SECRET } },
    "the service failed (HTTP 500 at {where}); try again later",
    "target",
    true,
  ],
] as const;

describe("a provider's refusal", () => {
  it.each(REFUSALS)(
    "of the key by %s (HTTP %i, %j) names the variable and not the key",
    async (provider, status, json) => {
      const { error, where } = await failure(provider, { status, json });
      const expected = REFUSED.replace("{status}", `${status}`).replace("{where}", where);
      expect(error.message).toBe(`${provider}: ${expected.replace("{variable}", VARIABLES[provider] ?? "")}`);
      expect(error).toMatchObject({ code: "source_status", status, fault: "credential", retryable: false });
    },
  );

  it.each(OTHERS)(
    "by %s with HTTP %i and %j says what is wrong",
    async (provider, status, json, message, fault, retryable) => {
      const { error, where } = await failure(provider, { status, json });
      expect(error.message).toBe(`${provider}: ${message.replace("{where}", where)}`);
      expect(error).toMatchObject({ status, fault, retryable });
    },
  );

  it.each([
    ["larger than is read", { status: 400, body: `{"error":"${"x".repeat(20_000)}"}` }],
    ["cut off", { status: 400, chunks: ['{"error":'], reset: "after" }],
    ["a web page", { status: 400, body: "<html>", headers: { "content-type": "text/html" } }],
    ["hostile", { status: 400, body: '{"__proto__":{"message":"\\u001b[31mapi key"},"error":{"message":{}}}' }],
  ] as const)("whose text is %s is told by its status alone", async (_what, step) => {
    const { error, where } = await failure("openai", step);
    expect(error.message).toBe(`openai: unexpected answer (HTTP 400 at ${where}); check the address`);
  });

  it("that quotes a header it was sent shows neither the header nor control characters", async () => {
    const json = { error: { message: `\u001b[31mbad header Bearer ${SECRET}\nand ${SECRET}` } };
    const { error } = await failure("openai", { status: 418, json });
    expect(error.message).toMatch(/: \[31mbad header … and …\); check the address$/);
  });
});

const RECORDED = [
  ["anthropic", "anthropic/401-list-models-rejected-key-reports-api-error-with-context.0.json"],
  ["google", "google/400-list-models-rejected-key-reports-api-error-with-context.0.json"],
  ["groq", "groq/401-list-models-rejected-key-reports-api-error-with-context.0.json"],
  ["deepseek", "deepseek/401-list-models-rejected-key-reports-api-error-with-context.0.json"],
  ["mistral", "mistral/401-error-handling-with-mistral-mistral-small-latest-raises-appropriate-auth-error.0.json"],
  ["xai", "xai/400-error-handling-with-xai-grok-4-1-fast-non-reasoning-raises-appropriate-auth-erro.0.json"],
  ["cohere", "cohere/401-error-handling-with-cohere-command-a-03-2025-raises-appropriate-auth-error.0.json"],
  ["azure", "azure/401-error-handling-with-azure-grok-4-1-fast-non-reasoning-raises-appropriate-auth-er.0.json"],
  ["openai", "openai/401-verify-reports-invalid-authentication.0.json"],
] as const;

describe.skipIf(withoutSharedData !== undefined)(
  `recorded refusals${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    it.each(RECORDED)("of a key by %s are known as such (%s)", async (provider, file) => {
      const { response } = (await readShared(`errors/${file}`)) as { response: { status: number; json: unknown } };
      const { error, where } = await failure(provider, { status: response.status, json: response.json });
      const expected = REFUSED.replace("{status}", `${response.status}`).replace("{where}", where);
      expect(error.message).toBe(`${provider}: ${expected.replace("{variable}", VARIABLES[provider] ?? "")}`);
      expect(error.fault).toBe("credential");
    });
  },
);
