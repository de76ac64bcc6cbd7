import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactText, redactUrl } from "../../src/util/redact-text.ts";

describe("redactText", () => {
  it.each([
    ["Incorrect key sk-proj-abcdef0123456789", "Incorrect key …"],
    ["header Authorization: Bearer abc.def", "header Authorization: Bearer …"],
    ["AIzaSyA0123456789abcdefghijk is bad", "… is bad"],
    ["GET https://me:pw@acme.test/v1?key=1#x failed", "GET https://acme.test/v1 failed"],
    ["two\nlines\u0000\u001b[31m", "two lines [31m"],
    ["nothing to hide: gpt-4o", "nothing to hide: gpt-4o"],
  ])("writes %j as %j", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it("is short and free of control characters, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 5_000 }), (text) => {
        expect(redactText(text).length).toBeLessThanOrEqual(300);
        expect(redactText(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe("redactUrl", () => {
  it.each([
    ["https://me:pw@acme.test:8443/v1/models?key=1#x", "https://acme.test:8443/v1/models"],
    ["http://127.0.0.1:11434/", "http://127.0.0.1:11434"],
    ["not a url?key=1", "not a url"],
    ["file:///etc/passwd", "file:…"],
  ])("writes %s as %s", (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});
