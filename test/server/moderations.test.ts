import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { Backend } from "../../src/backend.ts";
import { CallError } from "../../src/call-error.ts";
import { checkConfig } from "../../src/config/load.ts";
import type { ModerationReply, ModerationResult } from "../../src/moderation.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { type AGatewayOptions, aGateway, KEY, KEYS } from "./support/a-gateway.ts";

async function aClient(options: AGatewayOptions = {}) {
  const gateway = await aGateway({ keys: KEYS, ...options });
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: KEY, maxRetries: 0 });
  return { client, ...gateway, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

/** A backend that finds what it is told to, and says nothing of what was used. */
function finding(result: ModerationResult): Partial<Backend> {
  const moderate = async (model: string): Promise<ModerationReply> => ({
    results: [result],
    cost: { usd: null, reason: "the provider did not tell what was used" },
    modelAsked: model,
    modelServed: "a-served-one",
    target: `a/${model}`,
    attempts: [],
    latencyMs: 1,
    adaptations: [],
  });
  return { moderate };
}

const failing = (status: number, code: "server_error" | "invalid_request", fault: "target" | "request") => ({
  abilities: {
    moderate: () => Promise.reject(new CallError(code, "on purpose", { fault, status, retryable: fault === "target" })),
  },
});

describe("OpenAI's client asks the gateway what is harmful", () => {
  it("and is told of each text, under the name it asked for, with target, attempts and cost in the headers", async () => {
    await using gateway = await aClient();
    const input = ["a nice day", "violence and hate"];
    const { data, response } = await gateway.client.moderations.create({ model: "m", input }).withResponse();
    expect(data).toMatchObject({ model: "m", usage: { prompt_tokens: 6, total_tokens: 6 } });
    expect(data.id).toMatch(/^modr-/);
    expect(
      data.results.map(({ flagged, categories, category_scores: scores }) => [flagged, categories.hate, scores.hate]),
    ).toEqual([
      [false, false, 0],
      [true, true, 1],
    ]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-modelmall-target": "a/x",
      "x-modelmall-attempts": "1",
      "x-modelmall-cost-usd": "0.000006",
    });
  });

  it("in parts, which are judged together and reach the backend as they are", async () => {
    const seen: unknown[] = [];
    const { moderate } = finding({ flagged: true, categories: {}, scores: {}, inputTypes: { violence: ["image"] } });
    const abilities: Partial<Backend> = {
      moderate(model, request) {
        seen.push(request);
        return (moderate as NonNullable<typeof moderate>)(model, request);
      },
    };
    await using gateway = await aClient({ abilities });
    const input: OpenAI.ModerationMultiModalInput[] = [
      { type: "text", text: "what is this?" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
    ];
    const { results } = await gateway.client.moderations.create({ model: "m", input });
    expect(results).toMatchObject([{ flagged: true, category_applied_input_types: { violence: ["image"] } }]);
    expect(seen).toEqual([{ input }]);
  });

  it("and is not told that something is harmless, or free, where nobody knows it", async () => {
    const unknown = finding({ categories: { hate: false, violence: null }, scores: { hate: 0.1 } });
    await using gateway = await aClient({ abilities: unknown });
    const { data, response } = await gateway.client.moderations.create({ model: "m", input: "x" }).withResponse();
    expect(data.results).toEqual([
      { flagged: null, categories: { hate: false, violence: null }, category_scores: { hate: 0.1 } },
    ]);
    expect(data).not.toHaveProperty("usage");
    expect(response.headers.get("x-modelmall-cost-usd")).toBeNull();
  });

  it("without a model by OpenAI's usual one, and is told where that leads nowhere", async () => {
    await using gateway = await aClient();
    const failure = await gateway.client.moderations.create({ input: "x" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OpenAI.NotFoundError);
    expect(String(failure)).toContain("omni-moderation-latest");
    const text = "models:\n  omni-moderation-latest: { backend: mock/echo }\n";
    const { config } = await checkConfig({ text, file: "modelmall.yaml" }, { env: {} });
    if (config === undefined) throw new Error("the config of this test is wrong");
    await using other = await aClient({ router: createRouter({ config, env: {} }) });
    for (const named of [{}, { model: null as unknown as string }]) {
      const { data, response } = await other.client.moderations.create({ input: "hate", ...named }).withResponse();
      expect(data).toMatchObject({ model: "omni-moderation-latest", results: [{ flagged: true }] });
      expect(response.headers.get("x-modelmall-target")).toBe("mock/echo");
    }
  });

  it("and is told which backends cannot, where none can", async () => {
    await using gateway = await aClient({ abilities: { moderate: undefined } as unknown as Partial<Backend> });
    const failure = await gateway.client.moderations
      .create({ model: "m", input: "x" })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OpenAI.APIError);
    expect(String(failure)).toContain("cannot do moderation");
  });

  it.each([
    [[], "input"],
    ["", "input"],
    [7, "input"],
    [[7], "input[0]"],
    [["a", { type: "text", text: "b" }], "input[0]"],
    [[{ type: "text" }], "input[0]"],
    [
      [
        { type: "text", text: "a" },
        { type: "image_url", image_url: "https://a.example/b.png" },
      ],
      "input[1]",
    ],
    [[{ type: "input_audio", input_audio: {} }], "input[0]"],
  ])("and is told what is wrong with %j", async (input, field) => {
    await using gateway = await aClient();
    const failure = await gateway.client.moderations
      .create({ model: "m", input: input as string })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OpenAI.BadRequestError);
    expect(String(failure)).toContain(`${field}: expected`);
  });

  it.each([
    [OpenAI.BadRequestError, failing(400, "invalid_request", "request")],
    [OpenAI.InternalServerError, failing(500, "server_error", "target")],
    [OpenAI.AuthenticationError, { keys: KEYS.slice(1) }],
  ])("and raises %o where it is one", async (kind, options) => {
    await using gateway = await aClient(options);
    await expect(gateway.client.moderations.create({ model: "m", input: "x" })).rejects.toBeInstanceOf(kind);
  });
});
