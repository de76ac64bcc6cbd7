import { describe, expect, it } from "vitest";
import { redactSecrets } from "../../src/util/redact-secrets.ts";

describe("redactSecrets", () => {
  // None of these is or was a key; they have the shape of one.
  it.each([
    ["OpenAI", "sk-proj-0123456789abcdefABCDEF"],
    ["OpenAI, masked", "sk-inval************************-key"],
    ["Anthropic", "sk-ant-api03-0123456789-abcdef_XYZ"],
    ["OpenRouter", "sk-or-v1-0123456789abcdef0123456789abcdef"],
    ["Google", "AIzaSyA0123456789abcdefghijklmnopqrstuv"],
    ["Google's newer", "AQ.Ab8RN6K0123456789abcdef"],
    ["Google's token", "ya29.a0AfH6SMBx0123456789"],
    ["AWS", "AKIAIOSFODNN7EXAMPLE"],
    ["Groq", "gsk_0123456789abcdefghij"],
    ["xAI", "xai-0123456789abcdefghij"],
    ["Hugging Face", "hf_0123456789abcdefghij"],
    ["Perplexity", "pplx-0123456789abcdefghij"],
    ["NVIDIA", "nvapi-0123456789abcdefghij"],
    ["Cerebras", "csk-0123456789abcdefghij"],
    ["Fireworks", "fw_0123456789abcdefghij"],
    ["Replicate", "r8_0123456789abcdefghij"],
    ["Together", "tgp_v1_0123456789abcdefghij"],
    ["GitHub", "ghp_0123456789abcdefghijklmnopqrstuvwxyz"],
    ["Azure", "0123456789abcdef0123456789abcdef"],
    ["a JSON web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"],
  ])("hides a key of %s that nobody has told it of", (_, key) => {
    const shown = redactSecrets(`the service said: ${key}, which is wrong`);
    expect(shown).toBe("the service said: …, which is wrong");
  });

  it("hides what it was told of, however it is written", () => {
    const secret = 'p"s w/ö:rd+1';
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString("base64")];
    for (const form of forms) expect(redactSecrets(`got <${form}>`, [secret])).not.toMatch(/rd|%C3|InM/);
  });

  it("hides a short secret only where it stands alone", () => {
    expect(redactSecrets("key abc in abcdef", ["abc"])).toBe("key … in abcdef");
    expect(redactSecrets("a b c", ["a", ""])).toBe("a b c");
  });

  it("hides what follows the name of a key, and leaves talk about keys alone", () => {
    expect(redactSecrets("Incorrect API key provided: invalid-key. See docs")).toBe(
      "Incorrect API key provided: … See docs",
    );
    expect(redactSecrets('{"x-api-key": "letmein"}')).not.toContain("letmein");
    expect(redactSecrets("Authorization: Bearer letmein")).not.toContain("letmein");
    expect(redactSecrets("API key not valid. Please pass a valid API key.")).toBe(
      "API key not valid. Please pass a valid API key.",
    );
  });

  it("hides the query of a URL and who logs in there", () => {
    expect(redactSecrets("POST https://me:pw@host.example/v1/x?key=abc#y failed")).toBe(
      "POST https://host.example/v1/x failed",
    );
  });

  it("leaves ids of requests and models readable", () => {
    const text = "model claude-sonnet-4-5-20250929, request req_011CeCGmMJJGRCp7xgjqapmJ, 128000 tokens";
    expect(redactSecrets(text)).toBe(text);
  });

  it("is quick with the longest of texts, and survives half a character", () => {
    const started = performance.now();
    expect(redactSecrets("a1".repeat(2_000_000)).length).toBeLessThanOrEqual(300);
    expect(redactSecrets("sk-".repeat(2_000_000)).length).toBeLessThanOrEqual(300);
    expect(performance.now() - started).toBeLessThan(500);
    expect(() => redactSecrets("\ud800", ["\ud800secret"])).not.toThrow();
  });
});
