import { describe, expect, it } from "vitest";
import { discover } from "../../src/discovery.ts";
import { SourceError } from "../../src/errors.ts";
import type { ModelInput } from "../../src/model.ts";
import { openrouter, translateOpenRouterRow } from "../../src/sources/openrouter.ts";
import { sourceContract } from "../../src/testing/source-kit.ts";
import { startLoopback } from "../support/loopback.ts";
import { TinyImporter } from "../support/tiny-importer.ts";
import { row } from "./openrouter-fixture.ts";

function translate(changes: Record<string, unknown>): ModelInput {
  const translated = translateOpenRouterRow({ ...row, ...changes });
  if ("skip" in translated) throw new Error(translated.skip);
  return translated.model;
}

describe("translateOpenRouterRow", () => {
  it("keeps everything a row says", () => {
    expect(translateOpenRouterRow(row)).toEqual({
      model: {
        id: "acme/thinker-2",
        provider: "acme",
        name: "Acme: Thinker 2",
        description: "Thinks twice.",
        contextWindow: 400_000,
        maxOutputTokens: 128_000,
        modalities: { input: ["text", "image", "file"], output: ["text"] },
        capabilities: {
          chat: true,
          streaming: true,
          vision: true,
          videoInput: false,
          pdf: true,
          audio: false,
          image: false,
          video: false,
          speech: false,
          embedding: false,
          tools: true,
          jsonMode: true,
          jsonSchema: true,
          reasoning: true,
          promptCache: true,
          webSearch: true,
        },
        pricing: { input: 1.25, output: 10, cacheRead: 0.125, webSearch: 0.01 },
        isLocal: false,
        knowledgeCutoff: "2025-09-30",
        lifecycle: { status: "deprecated", retiresAt: "2027-01-31" },
        benchmarks: {
          "artificial-analysis/intelligence": { score: 51.5, source: "Artificial Analysis, by OpenRouter" },
          "design-arena/models/svg": { score: 1234, winRate: 51.5, rank: 12, source: "Design Arena, by OpenRouter" },
        },
        connectorMetadata: {
          openrouter: {
            id: "acme/thinker-2",
            canonicalSlug: "acme/thinker-2-20260101",
            created: "2026-01-01T00:00:00.000Z",
            expirationDate: "2027-01-31",
            huggingFaceId: "acme/Thinker-2",
            tokenizer: "Other",
            isModerated: true,
            topProviderContextWindow: 272_000,
            supportedParameters: row.supported_parameters,
            defaultParameters: { temperature: 1 },
            reasoningMandatory: false,
            supportedEfforts: ["low", "high"],
            defaultEffort: "low",
          },
        },
      },
    });
  });

  it("gives a model the id its provider knows it by, and keeps the own one as an alias", () => {
    expect(translate({ id: "anthropic/claude-sonnet-4.5" })).toMatchObject({
      id: "anthropic/claude-sonnet-4-5",
      provider: "anthropic",
      aliases: ["anthropic/claude-sonnet-4.5"],
      connectorMetadata: { openrouter: { id: "anthropic/claude-sonnet-4.5" } },
    });
    expect(translate({ id: "x-ai/grok-4" })).toMatchObject({
      id: "xai/grok-4",
      provider: "xai",
      aliases: ["x-ai/grok-4"],
    });
    expect(translate({ id: "acme/plain" })).not.toHaveProperty("aliases");
  });

  it("keeps a name that always means the newest model as a listing with its target", () => {
    const moving = translate({ id: "~openai/gpt-latest", alias_target: { name: "GPT-5.6", slug: "openai/gpt-5.6" } });
    expect(moving).toMatchObject({ provider: "openai", aliases: ["~openai/gpt-latest"] });
    expect(moving.connectorMetadata).toMatchObject({
      openrouter: { id: "~openai/gpt-latest", aliasTarget: "openai/gpt-5.6" },
    });
  });

  it("says of a capability only what the row says", () => {
    const without = translate({ supported_parameters: [], reasoning: null, pricing: {} }).capabilities;
    expect(without).toMatchObject({
      tools: false,
      parallelTools: false,
      jsonMode: false,
      jsonSchema: false,
      reasoning: false,
    });
    expect(without).not.toHaveProperty("webSearch");
    expect(without).not.toHaveProperty("promptCache");
    const silent = translate({ supported_parameters: null, architecture: null, reasoning: null, pricing: null });
    expect(silent).toMatchObject({ capabilities: {}, modalities: {}, pricing: {} });
    expect(translate({ supported_parameters: ["tools"] }).capabilities).not.toHaveProperty("parallelTools");
    expect(translate({ supported_parameters: ["tools", "parallel_tool_calls"] }).capabilities?.parallelTools).toBe(
      true,
    );
  });

  it("does not call a batch streamed", () => {
    expect(translate({ id: "acme/thinker-2:batch" }).capabilities).not.toHaveProperty("streaming");
    expect(translate({ id: "acme/thinker-2:batch" })).toMatchObject({
      capabilities: { batch: true, chat: true },
      connectorMetadata: { openrouter: { variant: "batch" } },
    });
  });

  it("reads a far date as never", () => {
    expect(translate({ expiration_date: "2098-12-31" })).not.toHaveProperty("lifecycle");
    expect(translate({ expiration_date: null })).not.toHaveProperty("lifecycle");
    expect(translate({ expiration_date: "someday" })).not.toHaveProperty("lifecycle");
  });

  it.each([
    [null, "expected an object with an id"],
    ["acme/a", "expected an object with an id"],
    [{ name: "no id" }, "expected an object with an id"],
    [{ id: 7 }, "expected an object with an id"],
    [{ id: "" }, "expected an object with an id"],
    [{ id: "no-author" }, 'expected an id like author/model, got "no-author"'],
    [{ id: "/model" }, 'expected an id like author/model, got "/model"'],
    [{ id: "author/" }, 'expected an id like author/model, got "author/"'],
  ])("skips %j with a reason", (input, reason) => {
    expect(translateOpenRouterRow(input)).toEqual({ skip: reason });
  });

  it("takes what has another shape than documented as unknown, and keeps the rest", () => {
    const odd = translate({
      context_length: "many",
      architecture: 7,
      pricing: [],
      top_provider: { max_completion_tokens: -1 },
      supported_parameters: "tools",
      created: 8.64e15,
      benchmarks: { design_arena: [null, { arena: 1 }], artificial_analysis: { coding_index: "high" } },
      reasoning: "yes",
      description: "x".repeat(30_000),
    });
    expect(odd).not.toHaveProperty("contextWindow");
    expect(odd).not.toHaveProperty("benchmarks");
    expect(odd).toMatchObject({ id: "acme/thinker-2", capabilities: {}, pricing: {} });
    expect(odd.description).toHaveLength(20_000);
  });
});

describe("openrouter", () => {
  for (const { name, run, skip } of sourceContract({
    make: (baseUrl) => openrouter({ baseUrl }),
    answer: () => ({ data: [row, { ...row, id: "acme/other" }] }),
    answerWithBrokenRow: () => ({ data: [row, { id: null }] }),
    ids: ["acme/thinker-2", "acme/other"],
  })) {
    it.skipIf(skip !== undefined)(name, run);
  }

  const found = async (url: string) => {
    const importer = new TinyImporter();
    const { sources } = await discover([openrouter({ baseUrl: `${url}/api/v1` })], importer);
    return { report: sources[0], ids: [...(importer.models.get("openrouter")?.keys() ?? [])] };
  };

  it("reads all pages, whether the next one is given as a path or as an address", async () => {
    const page = (id: string, next: string | null) => ({
      json: { data: [{ ...row, id: `acme/${id}` }], links: { next } },
    });
    await using server = await startLoopback({
      "/api/v1/models": (request) =>
        request.path.endsWith("offset=2")
          ? page("c", null)
          : request.path.endsWith("offset=1")
            ? page("b", `http://${request.headers.host}/api/v1/models?offset=2`)
            : page("a", "/api/v1/models?offset=1"),
    });
    const { report, ids } = await found(server.url);
    expect(ids).toEqual(["acme/a", "acme/b", "acme/c"]);
    expect(report).toMatchObject({ status: "ok", kind: "reseller", address: `${server.url}/api/v1/models`, found: 3 });
  });

  it("does not follow pages in a circle, or to another address", async () => {
    await using thief = await startLoopback({});
    await using server = await startLoopback({
      "/api/v1/models": { json: { data: [row], links: { next: "?" } } },
      "/elsewhere/api/v1/models": { json: { data: [row], links: { next: `${thief.url}/models?key=1` } } },
    });
    expect((await found(server.url)).report?.error?.message).toBe(
      `openrouter: its pages do not end (${server.url}/api/v1/models again, or more than 200); try again later`,
    );
    const { report } = await found(`${server.url}/elsewhere`);
    expect(report?.error).toBeInstanceOf(SourceError);
    expect(report?.error?.message).toBe(
      `openrouter: its next page is said to be at another address, ${thief.url}/models, which was not asked`,
    );
    expect(thief.requests).toEqual([]);
  });

  it("asks only for what has changed, and takes the server's word for it", async () => {
    await using server = await startLoopback({
      "/api/v1/models": (request) =>
        request.headers["if-none-match"] === "W/1"
          ? { status: 304 }
          : { json: { data: [row] }, headers: { etag: "W/1" } },
    });
    const importer = new TinyImporter(() => new Date(0));
    const source = openrouter({ baseUrl: `${server.url}/api/v1/` });
    const statuses = [];
    for (let n = 0; n < 2; n++) statuses.push((await discover([source], importer)).sources[0]?.status);
    expect(statuses).toEqual(["ok", "unchanged"]);
  });

  it("asks again after five minutes", () => {
    expect(openrouter().ttlMs).toBe(300_000);
    expect(openrouter().address).toBe("https://openrouter.ai/api/v1/models");
  });
});
