import { describe, expect, it } from "vitest";
import { CODE_MEANINGS } from "../../src/call-error/codes.ts";
import { REFUSALS } from "../call-error/refusals.ts";
import { refusing, SAID, startUpstream, well } from "./support/upstream.ts";
import { KINDS, keyOf, wired } from "./support/wired.ts";

describe("refusals as services answer them", () => {
  // Signed requests have their own tests, and who has no key is another case than a key that is refused.
  const rows = REFUSALS.filter(([provider, , , code]) => provider !== "bedrock" && code !== "missing_key");

  it("are enough of them", () => {
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(rows.map((row) => [`${row[0]} ${row[1]} ${JSON.stringify(row[2]).slice(0, 70)}`, row] as const))(
    "%s: whoever could do better is asked, and nobody else",
    async (_, [provider, status = 200, body, code, extra]) => {
      const failing = await startUpstream((outgoing, asked) => {
        // An error inside a good answer comes as an event where one was asked for.
        const isEvent = status < 300 && provider !== "ollama" && JSON.parse(asked.body).stream === true;
        const sent = isEvent ? `event: error\ndata: ${JSON.stringify(body)}\n\n` : body;
        refusing(status, sent, extra?.headers)(outgoing, asked);
      });
      const healthy = await startUpstream(well);
      const url = failing.url;
      const keys = [keyOf("a1"), keyOf("a2")];
      const fields = provider === "azure" ? 'api_version: "2024-10-21"' : "";
      for (const kind of KINDS) {
        const before = failing.requests.length;
        const { ask, told } = await wired(
          { a: { url, provider, keys, ...(fields && { fields }) }, b: { url: `${healthy.url}/v1` } },
          { route: "timeout: 5s" },
        );
        const { text, error } = await ask(kind);
        const fault = extra?.fault ?? CODE_MEANINGS[code].fault;
        const goesOn = fault !== "request" || code === "unsupported_request";
        expect({ text, code: error?.code }).toEqual(goesOn ? { text: SAID, code: undefined } : { text: "", code });
        const tries = fault === "credential" || code === "rate_limited" ? 2 : 1;
        const failed = Array.from({ length: tries }, (_, index) => `a/gpt-4o key ${index + 1} of 2 ${code}`);
        expect(told()).toEqual(goesOn ? [...failed, "b/gpt-4o ok"] : failed);
        expect(failing.requests.length - before).toBe(tries);
      }
      for (const { headers, body: sent } of failing.requests) expect(headers + sent).not.toContain(keyOf("b"));
      for (const { headers, body: sent } of healthy.requests) expect(headers + sent).not.toMatch(/sk-a\d/);
    },
  );
});
