import { describe, expect, it } from "vitest";
import { CODE_MEANINGS } from "../../src/call-error/codes.ts";
import { CallError, type CallErrorCode } from "../../src/call-error.ts";
import { RouteError } from "../../src/config/route-error.ts";
import { ModelMallError } from "../../src/errors.ts";
import { RouterError } from "../../src/router-error.ts";
import { toldOf } from "../../src/server/status-of.ts";

const CODES = Object.keys(CODE_MEANINGS) as CallErrorCode[];

function aFailure(code: CallErrorCode, more: { status?: number; retryAfterMs?: number } = {}): CallError {
  return new CallError(code, "no", { fault: CODE_MEANINGS[code].fault, ...more });
}

function allFailed(...codes: CallErrorCode[]): RouterError {
  return new RouterError("targets_failed", "m", "none answered", { errors: codes.map((code) => aFailure(code)) });
}

describe("what a client is told of a failure", () => {
  it.each(CODES)("is never that its own key was wrong, nor a plain 500, where a call ended with %s", (code) => {
    const { error, isUnexpected } = toldOf(aFailure(code));
    expect([401, 403, 500]).not.toContain(error.status);
    expect([error.code, isUnexpected]).toEqual([code, false]);
  });

  it("is what it was where every target failed alike, and otherwise that they failed", () => {
    expect(toldOf(allFailed("rate_limited", "rate_limited")).error).toMatchObject({
      status: 429,
      code: "rate_limited",
    });
    expect(toldOf(allFailed("model_not_found")).error).toMatchObject({ status: 404, code: "model_not_found" });
    expect(toldOf(allFailed("first_content_timeout")).error.status).toBe(504);
    expect(toldOf(allFailed("overloaded", "rate_limited")).error).toMatchObject({
      status: 502,
      code: "targets_failed",
    });
    expect(toldOf(allFailed("invalid_key")).error).toMatchObject({ status: 502, code: "targets_failed" });
    expect(toldOf(allFailed()).error.status).toBe(502);
  });

  it("is 422 where a provider said that, and the field that is wrong", () => {
    const error = new CallError("invalid_request", "no", { fault: "request", status: 422, field: "n" });
    expect(toldOf(error).error).toMatchObject({ status: 422, field: "n" });
    expect(toldOf(aFailure("server_error", { status: 422 })).error.status).toBe(502);
  });

  it("is that there is no such model, where a name leads nowhere", () => {
    expect(toldOf(new RouteError("route_not_found", "m", "no m")).error).toMatchObject({
      status: 404,
      code: "model_not_found",
    });
    expect(toldOf(new RouteError("no_target", "m", "none can")).error.status).toBe(400);
  });

  it("is when to come again, and whether that helps", () => {
    const limited = new RouterError("limited", "m", "a limit", { retryable: true, retryAfterMs: 1_500 });
    expect(toldOf(limited)).toMatchObject({
      error: { status: 429, retryAfterMs: 1_500 },
      retryable: true,
      attempts: 0,
    });
    expect(toldOf(new RouterError("budget_spent", "m", "spent"))).toMatchObject({
      error: { status: 429 },
      retryable: false,
    });
  });

  it.each([
    new TypeError("x is not a function"),
    "text",
    null,
    undefined,
    new ModelMallError("never_heard_of", "a path"),
    { code: "aborted" },
  ])("is nothing of what nobody foresaw: %s", (error) => {
    const told = toldOf(error);
    expect(told).toMatchObject({ isUnexpected: true, error: { status: 500, code: "internal_error" } });
    expect(told.error.message).toBe("the gateway failed; its log says more");
  });
});
