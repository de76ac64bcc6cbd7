import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { abortFailure, connectionFailure, withoutSecrets } from "../../src/wire/failure.ts";

const secret = "sk-canary-0123456789";
const named = (code: string, name = "Error") =>
  Object.assign(new Error(`about ${secret}`), { code, name, data: secret });

describe("connectionFailure", () => {
  it.each([
    ["ECONNREFUSED", false, "unreachable", true],
    ["ENOTFOUND", false, "unreachable", true],
    ["UND_ERR_SOCKET", false, "unreachable", true],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false, "unreachable", false],
    ["CERT_HAS_EXPIRED", false, "unreachable", false],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", false, "unreachable", false],
    ["ERR_TLS_CERT_ALTNAME_INVALID", false, "unreachable", false],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", false, "unreachable", false],
    ["ERR_SSL_WRONG_VERSION_NUMBER", false, "unreachable", true],
    ["ECONNRESET", true, "stream_truncated", true],
    ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", true, "stream_truncated", true],
    ["UND_ERR_HEADERS_OVERFLOW", false, "answer_too_large", false],
    ["UND_ERR_INVALID_ARG", false, "invalid_request", false],
    ["", false, "unreachable", true],
  ] as const)("reads %s, with the head of the answer there: %s, as %s", (code, hasHead, expected, retryable) => {
    const error = connectionFailure(named(code), "acme/m", "https://api.acme.test", hasHead);
    expect(error).toMatchObject({ code: expected, retryable, target: "acme/m" });
  });

  it("tells a broken protocol from a body that ends early", () => {
    const parser = (message: string) => Object.assign(new Error(message), { name: "HTTPParserError", data: secret });
    const read = (message: string) => connectionFailure(parser(message), "acme/m", "https://a.test", true).code;
    expect(read("Response does not match the HTTP/1.1 protocol (Invalid character in chunk size)")).toBe(
      "malformed_answer",
    );
    expect(read("Response does not match the HTTP/1.1 protocol (Invalid EOF state)")).toBe("stream_truncated");
  });

  it("holds nothing of an error that came from outside, at whatever depth", () => {
    const cause = new Error(secret, { cause: new AggregateError([named("ECONNRESET")], secret) });
    const error = connectionFailure(cause, "acme/m", "https://api.acme.test", false);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secret);
  });
});

describe("abortFailure", () => {
  it("keeps the caller's own reason as its cause", () => {
    const reason = new Error("enough");
    expect(abortFailure("acme/m", AbortSignal.abort(reason)).cause).toBe(reason);
  });
});

describe("withoutSecrets", () => {
  it("hides the given keys, as they are and as an address writes them, and what looks like a key", () => {
    const text = withoutSecrets("a k3y/1 b k3y%2F1 c sk-abcdefghijkl", ["k3y/1", ""]);
    expect(text).toBe("a … b … c …");
  });
});
