import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createBackend } from "../../src/builtins/backends.ts";
import { CallError } from "../../src/call-error.ts";
import { startReplay } from "../support/recorded-calls.ts";
import { frames } from "./bedrock/event-frames.ts";
import { CANARIES, EVERY_DIALECT, MARK } from "./support/every-dialect.ts";

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
const { key, secret } = CANARIES;
const data = (event: object) => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

/** How each dialect tells, in the middle of a good answer, that it has failed; the words hold a key. */
const ERRORS: readonly [dialect: string, event: Buffer, code: string, retryable: boolean][] = [
  ["openai", data({ error: { message: `slow: ${key}`, code: "rate_limit_exceeded" } }), "rate_limited", true],
  ["openai", data({ error: { message: `bad gateway: ${key}`, code: 502 } }), "server_error", true],
  ["openai-responses", data({ type: "error", code: "server_error", message: key }), "server_error", true],
  ["anthropic", data({ type: "error", error: { type: "overloaded_error", message: key } }), "overloaded", true],
  // As proxies tell it that speak another dialect themselves.
  ["anthropic", data({ error: `the upstream is gone: ${key}` }), "server_error", true],
  ["google", data({ error: { code: 503, status: "UNAVAILABLE", message: key } }), "overloaded", true],
  ["ollama", Buffer.from(`{"error":"model \\"m\\" not found: ${key}"}\n`), "model_not_found", false],
  ["ollama", Buffer.from(`{"error":"the runner stopped: ${key}"}\n`), "server_error", true],
  ["bedrock", frames([{ throttlingException: { message: secret } }], "exception"), "rate_limited", true],
];

/** What a stream says up to its first content. */
function beginning(dialect: string): Buffer {
  const stream = EVERY_DIALECT[dialect]?.stream ?? Buffer.alloc(0);
  if (dialect === "bedrock") return frames([{ contentBlockDelta: { contentBlockIndex: 0, delta: { text: MARK } } }]);
  const end = dialect === "ollama" ? "\n" : "\n\n";
  return stream.subarray(0, stream.indexOf(end, stream.indexOf(`"${MARK}"`)) + end.length);
}

async function streamed(dialect: string, body: Buffer): Promise<{ text: string; error: unknown }> {
  const { account, streamType = "" } = EVERY_DIALECT[dialect] ?? {};
  await using server = await startReplay({ response: { status: 200, headers: { "content-type": streamType }, body } });
  const backend = createBackend({ provider: "", env: {}, ...account, name: "mine", baseUrl: server.url });
  let text = "";
  try {
    for await (const { content = "" } of backend.stream("m", ASKED)) text += content;
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  } finally {
    await backend.close();
  }
}

describe("an error inside a stream", () => {
  it.each(ERRORS)("of %s (%#) is told with its target, before and after content, and shows no key", async (...row) => {
    const [dialect, event, code, retryable] = row;
    for (const begun of [Buffer.alloc(0), beginning(dialect)]) {
      const { text, error } = await streamed(dialect, Buffer.concat([begun, event]));
      expect(text).toBe(begun.length === 0 ? "" : MARK);
      expect(error).toBeInstanceOf(CallError);
      expect(error).toMatchObject({ code, retryable, fault: "target", target: "mine/m" });
      expect((error as CallError).message).toMatch(/^mine\/m: /);
      const shown = inspect(error, { depth: 12, showHidden: true });
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(secret);
    }
  });
});
