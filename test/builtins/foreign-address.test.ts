import { describe, expect, it } from "vitest";
import { isForeign } from "../../src/builtins/backend-account.ts";

const OPENAI = "https://api.openai.com/v1";

describe("an address that is written down", () => {
  it.each([
    ["https://api.openai.com/v2", [OPENAI], false],
    ["https://eu.api.openai.com/v1", [OPENAI], true],
    ["https://api.openai.com.evil.example/v1", [OPENAI], true],
    ["http://api.openai.com/v1", [OPENAI], true],
    [OPENAI, ["https://proxy.example.com", OPENAI], false],
    ["https://proxy.example.com/x", ["https://proxy.example.com", OPENAI], false],
    ["no address", [OPENAI], true],
  ])("%s beside %j is foreign: %s", (written, known, expected) => {
    expect(isForeign(written, known)).toBe(expected);
  });

  it("is the account's own where its provider has no address but those of its accounts", () => {
    expect(isForeign("https://mine.openai.azure.com", [undefined, undefined])).toBe(false);
  });
});
