import type { ErrorRule } from "../rule.ts";

/** Failures on the other side, and whatever is left; the last row fits everything. */
export const FAILURE_RULES: readonly ErrorRule[] = [
  { code: "redirected", when: "the server sends the caller elsewhere", status: [[300, 399]] },
  { code: "conflict", when: "another request is in its way", status: [409, 423] },
  {
    code: "server_error",
    when: "the machine has too little memory for the model",
    status: [500],
    phrases: ["requires more system memory", "out of memory", "unable to allocate"],
    retryable: false,
  },
  { code: "server_error", when: "the model failed or took too long at AWS", status: [408, 424] },
  { code: "server_error", when: "the request was sent too early", status: [425] },
  { code: "server_error", when: "the provider cancelled it", status: [499] },
  { code: "unreachable", when: "a gateway finds no server behind it", status: [521, 522, 523] },
  { code: "server_error", when: "the upstream of a gateway failed", status: [502] },
  { code: "server_error", when: "the upstream of a gateway took too long", status: [504, 524] },
  { code: "server_error", when: "the provider failed", status: [500] },
  { code: "server_error", when: "the provider failed", status: [[500, 599]] },
  { code: "forbidden", when: "a proxy on the way asks for a login", status: [407], fault: "target" },
  {
    code: "unsupported_request",
    when: "the server is too old for the model",
    status: [412, 426],
    fault: "target",
  },
  {
    code: "server_error",
    when: "the provider failed after it had begun to answer",
    noStatus: true,
    says: [
      "server_error",
      "api_error",
      "internal_server_error",
      "internal",
      "internalserverexception",
      "timeout_error",
    ],
  },
  {
    code: "server_error",
    when: "AWS's model failed after it had begun to answer",
    noStatus: true,
    says: ["modelstreamerrorexception", "modelerrorexception", "modeltimeoutexception"],
  },
  { code: "server_error", when: "an unknown error inside a good answer", noStatus: true },
  { code: "provider_error", when: "refused in a way that is not known" },
];
