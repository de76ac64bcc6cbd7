import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classify } from "../../src/call-error/classify.ts";
import type { CallError, CallErrorCode } from "../../src/call-error.ts";
import { readWireError } from "../../src/dialect/wire-error.ts";
import { sharedPath, withoutSharedData } from "../support/shared-data.ts";

interface Recorded {
  name: string;
  provider: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What each group of recorded refusals is, by a piece of its path; the first that fits. */
const EXPECTED: readonly [string, CallErrorCode][] = [
  // rate limits that came before the length of the prompt was looked at
  ["google/429-real-error-scenarios", "rate_limited"],
  ["azure/429-real-error-scenarios", "rate_limited"],
  ["context-length-exceeded", "context_too_long"],
  ["exceeded-er", "context_too_long"],
  ["handles-context", "context_too_long"],
  ["context-overflow", "context_too_long"],
  ["input-past-the-batch", "context_too_long"],
  ["insufficient-quota", "quota_spent"],
  ["402-insufficient-credits", "payment_required"],
  ["content-filter", "content_refused"],
  ["429-", "rate_limited"],
  ["overloaded", "overloaded"],
  ["tool-use-failed", "malformed_answer"],
  ["403-explicit-cache-expired", "invalid_request"],
  ["doubleword/403", "forbidden"],
  ["bedrock/403", "invalid_key"],
  ["openrouter/401", "missing_key"],
  ["401-", "invalid_key"],
  ["auth-erro", "invalid_key"],
  ["rejected-key", "invalid_key"],
  ["404-", "model_not_found"],
  ["400-completion-rejects-an-unknown-model", "model_not_found"],
  ["400-inferred-model-name", "model_not_found"],
  ["mistral/400-blocking-error-carries", "model_not_found"],
  ["mistral/400-error-preserves", "model_not_found"],
  ["openrouter/400", "model_not_found"],
  ["voyage/400", "model_not_found"],
  ["xai/400-provider-error", "model_not_found"],
  ["bedrock/400-bedrock-error", "model_not_found"],
  ["mistrals-batch-cap", "request_too_large"],
  ["mistral/400-blocking-ministral", "unsupported_request"],
  ["xhigh-unsupported", "unsupported_request"],
  ["boolean-true-subschema", "unsupported_request"],
  ["recursive-ref", "unsupported_request"],
  ["bedrock/400-anthropic-bedrock-count-tokens-error", "unsupported_request"],
  ["uploaded-file-image-bedrock", "unsupported_request"],
  ["uploaded-file-video-bedrock-claude", "unsupported_request"],
  ["deepseek/400-blocking-", "unsupported_request"],
  ["deepseek/400-forced-tool-choice", "unsupported_request"],
  ["openai/400-openai-o1-mini", "unsupported_request"],
  ["openai/400-openai-web-search", "unsupported_request"],
  ["llamacpp/400-video-part", "unsupported_request"],
  ["500-image-without-mmproj", "unsupported_request"],
  ["500-tools-without-jinja", "unsupported_request"],
  ["501-", "unsupported_request"],
  ["400-", "invalid_request"],
  ["500-", "server_error"],
];

function recordedErrors(): Recorded[] {
  const files = readdirSync(sharedPath("errors"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((name) => {
      const { provider, response } = JSON.parse(readFileSync(sharedPath(`errors/${name}`), "utf8"));
      const { status, headers = {}, json, text, bodyBase64 } = response;
      const body =
        bodyBase64 === undefined ? (text ?? JSON.stringify(json)) : Buffer.from(bodyBase64, "base64").toString();
      return { name, provider, status, headers, body };
    });
}

/** Of a stream that broke: the data of its last event, which is the error. */
function errorIn({ status, body }: Recorded): string {
  if (status !== 200) return body;
  return body.trim().split("data: ").at(-1) ?? "";
}

function classified(recorded: Recorded): CallError {
  const { provider, status, headers } = recorded;
  const body = errorIn(recorded);
  const context = { provider, status, headers, target: `${provider}/m`, now: new Date("2026-05-18T11:42:00Z") };
  return classify(readWireError(body, status), { ...context, body: JSON.parse(body) });
}

describe.skipIf(withoutSharedData !== undefined)(
  `the recorded refusals${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    const all = withoutSharedData ? [] : recordedErrors();

    it.each(all.map((recorded) => [recorded.name, recorded] as const))("knows what %s is", (name, recorded) => {
      const error = classified(recorded);
      expect(error.code).toBe(EXPECTED.find(([piece]) => name.includes(piece))?.[1]);
      expect(error.providerMessage ?? error.providerCode).toBeDefined();
      expect(error.message).not.toMatch(/undefined|\[object|null/);
    });

    it("knows when to try again where a service said so", () => {
      const waits = all.flatMap((recorded) => classified(recorded).retryAfterMs ?? []);
      // azure 1, google 48.…, anthropic 23, groq 11.8125, openai 26.604 seconds
      expect(waits.sort((a, b) => a - b)).toEqual([1_000, 11_813, 23_000, 26_604, 48_000]);
    });

    it("shows no key in any message", () => {
      const keys = ["sk-proj-aaaabbbbccccdddd", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "gsk_0123456789abcdef"];
      for (const recorded of all) {
        const body = errorIn(recorded);
        // The worst a service can do: say the key it was sent wherever it says a word.
        const leaking = JSON.parse(body, (field, value) =>
          typeof value === "string" && /message|error|detail|raw|code|param/.test(field)
            ? `${value} ${keys.join(" ")}`
            : value,
        );
        const error = classify(readWireError(leaking, recorded.status), { status: recorded.status, secrets: keys });
        const shown = JSON.stringify([error.message, error.providerMessage, error.providerCode, error.field]);
        for (const key of keys) expect(shown).not.toContain(key.slice(4, 16));
      }
    });
  },
);
