import type { RateLimits } from "../../../src/config.ts";
import type { AccountKey } from "../../../src/router/accounts/account-key.ts";
import { configOf } from "../../config/support/config-of.ts";

const BARE = await configOf("models: {}\nbackends: { openai: { provider: openai, api_key: test } }");

/** The only key of a backend with these limits. */
export function anAccount(rateLimits: RateLimits = {}, name = "openai"): AccountKey {
  const backend = BARE.backends.get("openai");
  if (backend === undefined) throw new Error("the config lost its backend");
  return { id: `${name}#1`, backend: { ...backend, name, rateLimits }, index: 0 };
}
