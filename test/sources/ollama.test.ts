import { describe, expect, it } from "vitest";
import { discover } from "../../src/discovery.ts";
import { SourceError } from "../../src/errors.ts";
import { parseParameters } from "../../src/sources/ollama/parameters.ts";
import { translateOllamaModel } from "../../src/sources/ollama/translate-model.ts";
import { ollama } from "../../src/sources/ollama.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { closedPort, type Plans, startLoopback } from "../support/loopback.ts";
import { readShared, withoutSharedData } from "../support/shared-data.ts";
import { TinyImporter } from "../support/tiny-importer.ts";

const details = { format: "gguf", family: "llama", parameter_size: "3.2B", quantization_level: "Q4_K_M" };
const tag = (name: string, rest: object = {}) => ({
  name,
  model: name,
  modified_at: "2026-03-08T21:07:29.026-07:00",
  size: 2_019_393_189,
  digest: "a80c4f17acd5",
  details,
  ...rest,
});
const show = (rest: object = {}) => ({
  details,
  parameters:
    'num_ctx                        8192\nstop                           "<|eot|>"\nstop                           "a b"',
  model_info: { "general.architecture": "llama", "llama.context_length": 131_072 },
  capabilities: ["completion", "tools"],
  ...rest,
});

async function found(plans: Plans) {
  await using server = await startLoopback(plans);
  const importer = new TinyImporter();
  const { sources } = await discover([ollama({ baseUrl: server.url })], importer);
  return { report: sources[0], models: importer.models.get("ollama"), requests: server.requests, url: server.url };
}

describe("translateOllamaModel", () => {
  it("keeps what the server says of a model", () => {
    expect(translateOllamaModel(tag("llama3.2:latest"), show())).toEqual({
      id: "ollama/llama3.2:latest",
      provider: "ollama",
      name: "llama3.2:latest",
      family: "llama",
      contextWindow: 131_072,
      capabilities: {
        chat: true,
        completion: true,
        streaming: true,
        embedding: false,
        tools: true,
        vision: false,
        audio: false,
        reasoning: false,
        image: false,
        jsonMode: true,
        jsonSchema: true,
      },
      modalities: { input: ["text"], output: ["text"] },
      isLocal: true,
      pricing: { input: 0, output: 0 },
      aliases: ["ollama/llama3.2"],
      connectorMetadata: {
        ollama: {
          id: "llama3.2:latest",
          digest: "a80c4f17acd5",
          sizeBytes: 2_019_393_189,
          modifiedAt: "2026-03-08T21:07:29.026-07:00",
          format: "gguf",
          parameterSize: "3.2B",
          quantization: "Q4_K_M",
          numCtx: 8192,
          parameters: { num_ctx: 8192, stop: ["<|eot|>", "a b"] },
          capabilities: ["completion", "tools"],
        },
      },
    });
  });

  it.each([
    [
      ["completion", "vision", "thinking"],
      { vision: true, reasoning: true, tools: false },
      { input: ["text", "image"], output: ["text"] },
    ],
    [["embedding"], { embedding: true, chat: false, jsonMode: false }, { input: ["text"], output: ["embedding"] }],
    [["completion", "audio", "insert"], { audio: true, chat: true }, { input: ["text", "audio"], output: ["text"] }],
    [["image"], { image: true, chat: false }, { input: ["text"], output: ["image"] }],
  ])("reads the capabilities %j", (capabilities, known, modalities) => {
    expect(translateOllamaModel(tag("m"), show({ capabilities }))).toMatchObject({ capabilities: known, modalities });
  });

  it("leaves capabilities unknown where an older server lists none", () => {
    const model = translateOllamaModel(tag("m"), show({ capabilities: undefined }));
    expect(model).not.toHaveProperty("capabilities");
    expect(model).not.toHaveProperty("modalities");
    expect(model.contextWindow).toBe(131_072);
  });

  it.each([
    [
      "names a remote host",
      tag("gpt-oss:120b-cloud", { remote_host: "https://ollama.com:443", remote_model: "gpt-oss:120b" }),
      {},
    ],
    ["has a cloud tag", tag("glm-4.6:cloud"), {}],
    ["names a remote host in its details", tag("mine"), { remote_host: "https://ollama.com" }],
  ])("takes a model that %s for one that is not local, and its price for unknown", (_name, listed, more) => {
    const model = translateOllamaModel(listed, show(more));
    expect(model.isLocal).toBe(false);
    expect(model).not.toHaveProperty("pricing");
    expect(model.capabilities).not.toHaveProperty("jsonSchema");
  });

  it.each([
    ["no architecture", { "llama.context_length": 8192 }],
    ["no length", { "general.architecture": "llama" }],
    ["a length that is no number", { "general.architecture": "llama", "llama.context_length": "8192" }],
    ["a length of 0", { "general.architecture": "llama", "llama.context_length": 0 }],
  ])("leaves the context window unknown with %s", (_name, model_info) => {
    expect(translateOllamaModel(tag("m"), show({ model_info }))).not.toHaveProperty("contextWindow");
  });
});

describe("parseParameters", () => {
  it.each([
    ["temperature 0.7\ntop_k   40", { temperature: 0.7, top_k: 40 }],
    ['stop "<|im_end|>"', { stop: "<|im_end|>" }],
    ['stop "a"\nstop "b"\nstop "c"', { stop: ["a", "b", "c"] }],
    ["stop </s>", { stop: "</s>" }],
    ['stop "say \\"hi\\""', { stop: 'say "hi"' }],
    ['stop "\\q"', { stop: "\\q" }],
    ["penalize_newline false\r\nnum_ctx 4096\r", { penalize_newline: false, num_ctx: 4096 }],
    ["num_ctx 1e999", { num_ctx: "1e999" }],
    ["", {}],
    ["alone", {}],
  ])("reads %j", (text, expected) => {
    expect(Object.fromEntries(parseParameters(text))).toEqual(expected);
  });
});

describe("ollama", () => {
  for (const { name, run, skip } of sourceContract({
    make: (baseUrl) => ollama({ baseUrl }),
    answer: ({ url }) => (url.pathname.endsWith("/tags") ? { models: [tag("a"), tag("b:1b")] } : show()),
    answerWithBrokenRow: ({ url }) => (url.pathname.endsWith("/tags") ? { models: [tag("a"), { size: 1 }] } : show()),
    ids: ["ollama/a", "ollama/b:1b"],
  })) {
    it.skipIf(skip !== undefined)(name, run);
  }

  it("asks for the list, then for the details of each model", async () => {
    const { report, models, requests, url } = await found({
      "/api/tags": { json: { models: [tag("a:latest"), tag("b:1b")] } },
      "/api/show": { json: show() },
    });
    expect(report).toMatchObject({ status: "ok", kind: "provider", address: url, found: 2, skipped: [] });
    expect([...(models?.values() ?? [])]).toMatchObject([{ contextWindow: 131_072 }, { contextWindow: 131_072 }]);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/tags",
      "POST /api/show",
      "POST /api/show",
    ]);
    expect(
      requests
        .slice(1)
        .map(({ body }) => JSON.parse(body))
        .sort((a, b) => (a.model < b.model ? -1 : 1)),
    ).toEqual([
      { model: "a:latest", name: "a:latest" },
      { model: "b:1b", name: "b:1b" },
    ]);
  });

  it("asks for the details of four models at a time", async () => {
    const names = Array.from({ length: 10 }, (_, n) => `m${n}`);
    let running = 0;
    let most = 0;
    const http = {
      async json(url: string | URL) {
        if (String(url).endsWith("/tags")) return { models: names.map((name) => tag(name)) };
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return show();
      },
      text: () => expect.unreachable("it asks for JSON"),
    };
    const rows = await ollama().discover({ http, signal: new AbortController().signal, skip: () => undefined });
    expect([...(rows as Iterable<{ name?: string }>)].map(({ name }) => name)).toEqual(names);
    expect(most).toBe(4);
  });

  it("lists a model without details where they cannot be read, and not where it is gone", async () => {
    const { report, models, url } = await found({
      "/api/tags": { json: { models: [tag("good"), tag("broken"), tag("gone"), tag("odd")] } },
      "/api/show": ({ body }) => {
        const { model } = JSON.parse(body) as { model: string };
        if (model === "broken") return { status: 500 };
        if (model === "gone") return { status: 404 };
        return { json: model === "odd" ? [] : show() };
      },
    });
    expect([...(models?.keys() ?? [])]).toEqual(["ollama/good", "ollama/broken", "ollama/odd"]);
    expect(models?.get("ollama/broken")).not.toHaveProperty("contextWindow");
    expect(report?.skipped.map(({ row, reason }) => `${row}: ${reason}`).sort()).toEqual([
      `broken: listed without details: ollama: the service failed (HTTP 500 at ${url}/api/show); try again later`,
      "gone: gone between listing it and asking for its details",
      "odd: listed without details: expected an object from /api/show",
    ]);
  });

  it("ends when it is aborted while details are awaited, instead of listing models without them", async () => {
    await using server = await startLoopback({
      "/api/tags": { json: { models: [tag("a")] } },
      "/api/show": { hold: "headers" },
    });
    const controller = new AbortController();
    const importer = new TinyImporter();
    const running = discover([ollama({ baseUrl: server.url })], importer, { signal: controller.signal });
    await server.arrived("/api/show");
    controller.abort();
    expect((await running).sources[0]).toMatchObject({
      status: "failed",
      skipped: [],
      error: { code: "source_aborted" },
    });
    const http = {
      async json(url: string | URL) {
        if (String(url).endsWith("/tags")) return { models: [tag("a")] };
        throw new SourceError("source_aborted", "ollama", "stopped");
      },
      text: () => expect.unreachable("it asks for JSON"),
    };
    const asking = ollama().discover({ http, signal: controller.signal, skip: () => undefined });
    await expect(asking).rejects.toThrow("ollama: stopped");
  });

  it("says that nothing runs there, instead of listing nothing", async () => {
    const url = await closedPort();
    const { sources } = await discover([ollama({ baseUrl: `${url}/` })], new TinyImporter());
    expect(sources[0]).toMatchObject({ status: "failed", error: { code: "source_unreachable", retryable: true } });
    expect(sources[0]?.error?.message).toBe(
      `ollama: not running at ${url} (connection refused); start it with \`ollama serve\` or set OLLAMA_HOST`,
    );
  });

  it.each([
    ["no models", { models: [] }],
    ["null, as a server without models may", { models: null }],
  ])("takes %s for an answer", async (_name, json) => {
    expect((await found({ "/api/tags": { json } })).report).toMatchObject({ status: "ok", found: 0 });
  });

  it.each([[{}], [{ models: {} }], [[]], [null], [7]])("refuses %j", async (json) => {
    const { report, url } = await found({ "/api/tags": { json } });
    expect(report?.error?.message).toBe(
      `ollama: expected { "models": [ models ] } from ${url}/api/tags; check that OLLAMA_HOST is an Ollama server`,
    );
  });

  it("does not call the models of Ollama's own cloud local", async () => {
    const http = {
      json: async (url: string | URL) => (String(url).endsWith("/tags") ? { models: [tag("gpt-oss:120b")] } : show()),
      text: () => expect.unreachable("it asks for JSON"),
    };
    const rows = await ollama({ baseUrl: "https://ollama.com:443" }).discover({
      http,
      signal: new AbortController().signal,
      skip: () => undefined,
    });
    expect(rows).toMatchObject([{ isLocal: false }]);
  });
});

describe.skipIf(withoutSharedData !== undefined)(
  `recorded answers of Ollama${withoutSharedData ? `: ${withoutSharedData}` : ""}`,
  () => {
    it("give every model its size, family and window", async () => {
      const tags = await readShared("model-lists/ollama.models.rig.json");
      const shown = await readShared("model-lists/ollama.show.json");
      const { report, models } = await found({ "/api/tags": { json: tags }, "/api/show": { json: shown } });
      expect(report).toMatchObject({ status: "ok", found: 5, skipped: [] });
      expect(models?.get("ollama/qwen3:4b")).toMatchObject({
        contextWindow: 8192,
        capabilities: { chat: true, vision: true, tools: false },
        isLocal: true,
        connectorMetadata: { ollama: { id: "qwen3:4b", sizeBytes: 2_497_293_931, parameters: { num_keep: 24 } } },
      });
    });
  },
);
