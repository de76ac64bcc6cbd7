import { describe, expect, it } from "vitest";
import type { BackendOptions } from "../../src/builtins/backend-options.ts";
import { createBackend } from "../../src/builtins/backends.ts";
import { backendContract } from "../../src/testing/backend-kit.ts";
import { startFakeServer } from "../../src/testing/fake-server.ts";

const KEYS = ["sk-contract-key-0000000001", "sk-contract-key-0000000002"];

const SPOKEN: readonly [dialect: string, options: Pick<BackendOptions, "provider" | "dialect">, path: string][] = [
  ["openai", { provider: "openai" }, "/v1"],
  ["openai-responses", { provider: "openai", dialect: "openai-responses" }, "/v1"],
  ["anthropic", { provider: "anthropic" }, ""],
  ["google", { provider: "google" }, ""],
  ["ollama", { provider: "ollama" }, ""],
];

describe.each(SPOKEN)("a backend that speaks %s over a real socket", (_dialect, options, path) => {
  const open = async (script: Parameters<typeof startFakeServer>[0]) => {
    const server = await startFakeServer(script);
    const backend = createBackend({
      ...options,
      name: "account",
      baseUrl: `${server.url}${path}`,
      apiKey: KEYS,
      env: {},
    });
    return { server, backend, keys: KEYS, dispose: () => server.close() };
  };

  for (const { name, run } of backendContract({ make: open })) it(name, run);

  it("ends the call at the provider when it is aborted", async () => {
    const { server, backend } = await open({ text: "one two three", pieceDelayMs: 60_000 });
    const controller = new AbortController();
    const read = async () => {
      for await (const { content = "" } of backend.stream("m", ASKED, { signal: controller.signal }))
        if (content !== "") controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: "aborted" });
    await expect.poll(() => server.requests[0]?.isAbandoned, { timeout: 250, interval: 5 }).toBe(true);
    await server.close();
  });

  it("ends the call at the provider when the reader leaves the stream", async () => {
    const { server, backend } = await open({ text: "one two three", pieceDelayMs: 60_000 });
    for await (const { content = "" } of backend.stream("m", ASKED)) if (content !== "") break;
    await expect.poll(() => server.requests[0]?.isAbandoned, { timeout: 250, interval: 5 }).toBe(true);
    await server.close();
  });

  it("lists the models of the account", async () => {
    const { server, backend } = await open({});
    expect(await backend.models?.()).toEqual(["echo"]);
    await server.close();
  });

  it("sends a system message, and the conversation after it", async () => {
    const { server, backend } = await open({ text: "ok" });
    const messages = [
      { role: "system" as const, content: "Be brief." },
      { role: "user" as const, content: "One?" },
      { role: "assistant" as const, content: "Two." },
      { role: "user" as const, content: "Three?" },
    ];
    await backend.generate("the-model", { messages, max_tokens: 50 });
    const [call] = server.calls;
    expect(call?.model).toBe("the-model");
    expect(call?.request.messages.map(({ role, content }) => [role, content])).toEqual(
      messages.map(({ role, content }) => [role, content]),
    );
    await server.close();
  });
});

const ASKED = { messages: [{ role: "user" as const, content: "hello" }] };
