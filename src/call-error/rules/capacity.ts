import type { ErrorRule } from "../rule.ts";

/** Rate limits and overload: the same target may answer later, another may now. */
export const CAPACITY_RULES: readonly ErrorRule[] = [
  {
    code: "request_too_large",
    when: "one request is larger than what the limit allows in a minute",
    status: [413, 429],
    phrases: ["request too large for * on tokens per min", "request too large for * limit"],
    fault: "target",
  },
  {
    code: "overloaded",
    when: "the provider is overloaded",
    says: [
      "overloaded_error",
      "overloaded",
      "engine_overloaded",
      "engine_overloaded_error",
      "server_is_overloaded",
      "slow_down",
      "capacity_exceeded",
    ],
  },
  {
    code: "overloaded",
    when: "the service is not available now",
    says: ["unavailable", "unavailable_error", "serviceunavailableexception", "service_unavailable"],
  },
  { code: "overloaded", when: "the model is still starting", says: ["modelnotreadyexception", "model_loading"] },
  {
    code: "overloaded",
    when: "the provider is overloaded, by the words of the answer",
    status: [429, [500, 599]],
    phrases: ["overloaded", "server is busy", "server busy", "too busy", "at capacity"],
  },
  {
    code: "overloaded",
    when: "the model is being loaded",
    status: [[500, 503]],
    phrases: ["loading model", "is currently loading", "model is loading"],
  },
  { code: "overloaded", when: "the flexible tier has no room", providers: ["groq"], status: [498] },
  { code: "overloaded", when: "the provider is overloaded", status: [529] },
  { code: "overloaded", when: "the service is not available now", status: [503] },
  {
    code: "rate_limited",
    when: "a rate limit is reached",
    says: [
      "rate_limit_error",
      "rate_limit_exceeded",
      "rate_limited",
      "rate_limit_reached",
      "ratelimitreached",
      "too_many_requests",
      "throttling_error",
    ],
  },
  {
    code: "rate_limited",
    when: "AWS throttles the account",
    says: ["throttlingexception", "toomanyrequestsexception", "throttledexception"],
  },
  { code: "rate_limited", when: "a quota that counts minutes is reached", says: ["resource_exhausted"] },
  { code: "rate_limited", when: "a rate limit is reached", status: [429] },
];
