import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classify } from "../../src/call-error/classify.ts";
import { CODE_MEANINGS } from "../../src/call-error/codes.ts";
import { ruleFor } from "../../src/call-error/find-rule.ts";
import { RULES } from "../../src/call-error/rules.ts";
import { CallError } from "../../src/call-error.ts";
import { readWireError } from "../../src/dialect/wire-error.ts";
import { REFUSALS } from "./refusals.ts";

function classified([provider, status, body, , { hasKey, headers } = {}]: (typeof REFUSALS)[number]): CallError {
  const error = readWireError(body, status);
  return classify(error, { provider, status, hasKey, headers, body, target: `${provider}/m` });
}

describe("classify", () => {
  it.each(REFUSALS.map((row) => [`${row[0]} ${row[1]} ${JSON.stringify(row[2]).slice(0, 90)}`, row[3], row] as const))(
    "takes %s for %s",
    (_, code, row) => {
      const error = classified(row);
      expect(error).toBeInstanceOf(CallError);
      expect(error.code).toBe(code);
      const { fault = CODE_MEANINGS[code].fault, retryable = CODE_MEANINGS[code].retryable } = row[4] ?? {};
      expect(error).toMatchObject({ fault, retryable, target: `${row[0]}/m` });
    },
  );

  it("has at least sixty rows, and a refusal for each of them", () => {
    expect(RULES.length).toBeGreaterThanOrEqual(60);
    const used = new Set(
      REFUSALS.map(([provider, status, body, , extra]) => {
        const error = readWireError(body, status);
        return ruleFor({
          ...error,
          status: (status ?? 0) >= 300 ? status : error.status,
          provider,
          hasKey: extra?.hasKey,
        });
      }),
    );
    expect(RULES.filter((rule) => !used.has(rule)).map(({ when, code }) => `${code}: ${when}`)).toEqual([]);
  });

  it("knows every code of the contract, and rows name no other", () => {
    const source = readFileSync(new URL("../../src/call-error.ts", import.meta.url), "utf8");
    const codes = [...(/type CallErrorCode =([^;]+);/.exec(source)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
      ([, code]) => code,
    );
    expect(Object.keys(CODE_MEANINGS).sort()).toEqual(codes.sort());
    expect(RULES.every(({ code }) => code in CODE_MEANINGS)).toBe(true);
  });

  it("says what was wrong, where, in whose words, and what to do", () => {
    const body = { error: { message: "Incorrect API key provided: sk-live-abcdef123456.", code: "invalid_api_key" } };
    const error = classify(readWireError(body, 401), {
      target: "openai/gpt-4o",
      provider: "openai",
      status: 401,
      secrets: ["sk-live-abcdef123456"],
      keyVariable: "OPENAI_API_KEY",
    });
    expect(error.message).toMatch(
      /^openai\/gpt-4o: the provider does not accept the key \(401 invalid_api_key\): "Incorrect/,
    );
    expect(error.message).toContain("set OPENAI_API_KEY");
    expect(error.message).not.toContain("abcdef");
    expect(error).toMatchObject({ status: 401, providerCode: "invalid_api_key", fault: "credential" });
    expect(error.providerMessage).not.toContain("abcdef");
  });

  it("names the field that was complained about", () => {
    const body = { error: { message: "Invalid", param: "messages[0].role", code: "invalid_value" } };
    expect(classify(readWireError(body, 400)).field).toBe("messages[0].role");
  });

  it("takes the word of x-should-retry, but not where only money helps", () => {
    const refused = (status: number, code: string | undefined, word: string) =>
      classify({ ...(code && { code }) }, { status, headers: { "x-should-retry": word } });
    expect(refused(500, undefined, "false").retryable).toBe(false);
    expect(refused(429, undefined, "false").retryable).toBe(false);
    expect(refused(400, undefined, "true").retryable).toBe(true);
    expect(refused(429, "insufficient_quota", "true").retryable).toBe(false);
    expect(refused(429, undefined, "perhaps").retryable).toBe(true);
  });

  it("reads AWS's name of the error from its header", () => {
    const headers = { "x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/coral/" };
    expect(classify({ message: "Too many requests" }, { status: 400, headers }).code).toBe("rate_limited");
  });

  it("finds a status inside an error of a good answer, and trusts HTTP's before it", () => {
    expect(readWireError({ error: { code: 502, message: "x" } }, 200).status).toBe(502);
    expect(readWireError({ error: { status_code: 400, message: "x" } }).status).toBe(400);
    expect(readWireError({ error: { code: 502, message: "x" } }, 429).status).toBe(429);
    expect(classify(readWireError({ error: { code: 429, message: "x" } }, 200), { status: 200 }).code).toBe(
      "rate_limited",
    );
  });

  it("takes a redirect for one, wherever its status is told", () => {
    expect(classify({}, { status: 307 }).code).toBe("redirected");
    expect(classify({ status: 307 }).code).toBe("redirected");
  });

  it("is quick with the longest of messages", () => {
    const message = "model ".repeat(400_000);
    const started = performance.now();
    classify(readWireError({ error: { message } }, 400), { status: 400 });
    expect(performance.now() - started).toBeLessThan(250);
  });
});

describe("readWireError", () => {
  it("reads what OpenRouter's provider said itself", () => {
    const metadata = { provider_name: "Google", raw: '{"error":{"message":"Quota exceeded"}}' };
    const body = { error: { code: 429, message: "Provider returned error", metadata } };
    expect(readWireError(body, 429).message).toBe("Provider returned error: Quota exceeded");
  });

  it("reads JSON in a text, the first of a list, and FastAPI's details", () => {
    expect(readWireError('[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]', 400)).toEqual({
      status: 400,
      type: "INVALID_ARGUMENT",
      message: "bad",
    });
    const detail = [{ loc: ["body", "messages", 0], msg: "Field required" }, { msg: "and this" }];
    expect(readWireError({ detail }, 422).message).toBe("body.messages.0: Field required; and this");
  });

  const odd = [
    null,
    undefined,
    7,
    true,
    "",
    "{",
    [],
    [[]],
    {},
    { error: null },
    { error: [] },
    { error: 5 },
    { error: {} },
  ];
  const shapes = [
    ...odd,
    { error: { message: 5, code: {}, type: [], details: [null, { violations: [null] }] } },
    { detail: [null, 5] },
  ];
  it.each(shapes.map((body) => [JSON.stringify(body), body] as const))("never throws over %s", (_, body) => {
    expect(() => classify(readWireError(body, 400), { status: 400, body })).not.toThrow();
    expect(readWireError(body, 400).status).toBe(400);
  });

  it("does not follow an error that holds itself", () => {
    const body: Record<string, unknown> = { message: "round" };
    body.error = body;
    expect(readWireError(body, 500).message).toBe("round");
  });
});
