import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CallError } from "../../src/call-error.ts";
import { checkRequest, createRequestCheck } from "../../src/wire/check-request.ts";

const key = "sk-canary-0123456789";
const options = { target: "acme/m", secrets: [key] };
const check = (url: string, headers: Record<string, string> = {}) =>
  checkRequest({ method: "POST", url, headers }, options, "modelmall/1");

function refusal(url: string, headers?: Record<string, string>): CallError {
  try {
    check(url, headers);
  } catch (error) {
    expect(error).toBeInstanceOf(CallError);
    expect(inspect(error, { depth: 9 })).not.toContain(key);
    return error as CallError;
  }
  throw new Error("it went through");
}

describe("checkRequest", () => {
  it("splits the address, and adds who asks and what it can read", () => {
    expect(check("https://api.acme.test:8443/v1/chat?api-version=1", { authorization: `Bearer ${key}` })).toEqual({
      origin: "https://api.acme.test:8443",
      path: "/v1/chat?api-version=1",
      headers: { "user-agent": "modelmall/1", "accept-encoding": "gzip, br", authorization: `Bearer ${key}` },
    });
  });

  it("asks for streams without compression, and lets the caller say otherwise", () => {
    const encoding = (headers: Record<string, string>) => check("http://a/", headers).headers["accept-encoding"];
    expect(encoding({ accept: "text/event-stream" })).toBe("identity");
    expect(encoding({ accept: "text/event-stream", "accept-encoding": "br" })).toBe("br");
    expect(encoding({ accept: "application/json" })).toBe("gzip, br");
  });

  it.each([
    ["no address", "nonsense"],
    ["another protocol", "file:///etc/passwd"],
    ["a user and password", `https://user:${key}@api.acme.test/`],
    ["a user", "https://user@api.acme.test/"],
    ["a key in the query", "https://api.acme.test/v1?key=1"],
    ["an api key in the query", "https://api.acme.test/v1?a=b&API-Key=1"],
    ["a token in the query", "https://api.acme.test/v1?access_token=1"],
    ["the key under another name", `https://api.acme.test/v1?x=${key}`],
    ["the key in the path", `https://api.acme.test/${key}/chat`],
  ])("refuses %s as address", (_what, url) => {
    expect(refusal(url)).toMatchObject({ code: "invalid_request", fault: "request", retryable: false });
  });

  it.each([
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "proxy-authorization",
    "Upper-Case",
    "a b",
    "a\n",
  ])("refuses the header name %j", (name) => {
    expect(refusal("https://api.acme.test/", { [name]: "x" })).toMatchObject({ code: "invalid_request" });
  });

  it.each(["a\r\nx-evil: 1", "a\nb", "a\0", "日本"])("refuses the header value %j", (value) => {
    expect(refusal("https://api.acme.test/", { "x-title": value })).toMatchObject({ code: "invalid_request" });
  });

  it("says that it is the key when no header can carry it", () => {
    const broken = `${key}\n`;
    const send = () =>
      checkRequest(
        { method: "POST", url: "https://a/", headers: { "x-api-key": broken } },
        { ...options, secrets: [broken] },
        "m",
      );
    expect(send).toThrow(expect.objectContaining({ code: "invalid_key", fault: "credential" }));
  });
});

describe("createRequestCheck", () => {
  const url = "https://api.acme.test/v1/chat";
  const request = (headers: Readonly<Record<string, string>>, to = url) =>
    ({ method: "POST", url: to, headers }) as const;

  it("checks an address with the very headers once, as long as they cannot change", () => {
    const checkOnce = createRequestCheck();
    const headers = Object.freeze({ "x-a": "1" });
    const first = checkOnce(request(headers), options, "modelmall/1");
    expect(checkOnce(request(headers), options, "modelmall/1")).toBe(first);
    expect(checkOnce(request(headers), options, "other/1").headers["user-agent"]).toBe("other/1");
    expect(checkOnce(request(Object.freeze({ "x-a": "2" })), options, "modelmall/1").headers["x-a"]).toBe("2");
  });

  it("looks again at headers that may have changed, and for keys that it was not told of before", () => {
    const checkOnce = createRequestCheck();
    const headers = { "x-a": "1" };
    checkOnce(request(headers), options, "modelmall/1");
    headers["x-a"] = "1\r\nhost: evil.test";
    expect(() => checkOnce(request(headers), options, "modelmall/1")).toThrow(/line break/);
    const frozen = Object.freeze({ "x-a": "1" });
    const told = `${url}/${key}`;
    checkOnce(request(frozen, told), { ...options, secrets: [] }, "modelmall/1");
    expect(() => checkOnce(request(frozen, told), options, "modelmall/1")).toThrow(/holds the key/);
  });
});
