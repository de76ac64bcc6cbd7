import { describe, expect, it } from "vitest";
import { aHealth, anError, GPT, MINI, SECOND_KEY } from "../support/a-health.ts";

describe("a free question", () => {
  it("that is answered ends what failures began, and the refusal of a key, but no rate limit and no spent credit", () => {
    const { open, call, take, health } = aHealth();
    const limited = { target: "openai/limited", account: "openai#1" };
    open(GPT);
    call("rate_limited", { key: limited });
    health.probed("openai#1", undefined);
    expect([take(GPT), take(limited)]).toMatchObject([{ admitted: true, state: "ramping" }, { state: "cooling" }]);
    call("invalid_key", { key: MINI });
    health.probed("openai#1", undefined);
    expect(take(MINI).admitted).toBe(true);
    call("quota_spent", { key: MINI });
    health.probed("openai#1", undefined);
    expect(take(MINI)).toMatchObject({ state: "no_key" });
  });

  it("that finds nobody opens the targets of that key, one that finds the key refused leaves it alone", () => {
    const { call, take, health } = aHealth();
    call();
    call(undefined, { key: SECOND_KEY });
    health.probed("openai#1", anError("unreachable"));
    expect([take(GPT), take(SECOND_KEY)]).toMatchObject([{ admitted: false, state: "open" }, { admitted: true }]);
    health.probed("openai#2", anError("server_error"));
    expect(take(SECOND_KEY).admitted).toBe(true);
    health.probed("openai#2", anError("invalid_key"));
    expect(take(SECOND_KEY)).toMatchObject({ admitted: false, state: "no_key" });
    health.probed("never#1", anError("invalid_key"));
  });
});
