import { describe, expect, it } from "vitest";
import { networkFailure } from "../../src/util/network-failure.ts";

const coded = (code: string) => Object.assign(new Error(code), { code });
const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause });

describe("networkFailure", () => {
  it.each([
    [fetchFailed(coded("ECONNREFUSED")), { code: "ECONNREFUSED", reason: "connection refused" }],
    [
      fetchFailed(new AggregateError([coded("ENETUNREACH"), coded("ECONNREFUSED")])),
      { code: "ECONNREFUSED", reason: "connection refused" },
    ],
    [fetchFailed(new Error("bad port")), { code: "bad port", reason: "a port that the Fetch standard blocks" }],
    [coded("ENOTFOUND"), { code: "ENOTFOUND", reason: "no such host" }],
    [fetchFailed(coded("UND_ERR_SOCKET")), { code: "UND_ERR_SOCKET", reason: "connection closed early" }],
    [
      fetchFailed(coded("DEPTH_ZERO_SELF_SIGNED_CERT")),
      { code: "DEPTH_ZERO_SELF_SIGNED_CERT", reason: "certificate not trusted, DEPTH_ZERO_SELF_SIGNED_CERT" },
    ],
    [
      fetchFailed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE")),
      { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", reason: "certificate not trusted, UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
    ],
    [
      fetchFailed(coded("CERT_HAS_EXPIRED")),
      { code: "CERT_HAS_EXPIRED", reason: "certificate expired or not valid yet, CERT_HAS_EXPIRED" },
    ],
    [
      fetchFailed(coded("ERR_SSL_WRONG_VERSION_NUMBER")),
      { code: "ERR_SSL_WRONG_VERSION_NUMBER", reason: "no secure connection, ERR_SSL_WRONG_VERSION_NUMBER" },
    ],
    [fetchFailed(coded("HPE_INVALID_CONSTANT")), { code: "HPE_INVALID_CONSTANT", reason: "the answer is not HTTP" }],
    [fetchFailed(coded("UND_ERR_ABORTED")), { code: "UND_ERR_ABORTED", reason: "UND_ERR_ABORTED" }],
    [new TypeError("Headers.append: sk-secret is an invalid header value"), undefined],
    [coded("ERR_INVALID_ARG_TYPE"), undefined],
    ["text", undefined],
    [null, undefined],
  ])("reads %o", (error, expected) => {
    expect(networkFailure(error)).toEqual(expected);
  });

  it("does not go round in a circle of causes", () => {
    const error = new Error("a");
    error.cause = error;
    expect(networkFailure(error)).toBeUndefined();
  });
});
