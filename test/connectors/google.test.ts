import {
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
  type GoogleGenAIOptions,
} from "@google/genai";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { findProvider } from "../../src/builtins/providers.ts";
import { type GoogleOptions, google } from "../../src/connectors/google.ts";
import { ConnectorError } from "../../src/errors.ts";
import { connectorContract } from "../../src/testing/connector-kit.ts";
import { startLoopback } from "../support/loopback.ts";
import { withoutSharedData } from "../support/shared-data.ts";
import { managerWith } from "./support/manager-with.ts";
import { recordedAnswer } from "./support/recorded.ts";
import { googleReply } from "./support/replies.ts";

const provider = findProvider("google");
if (provider === undefined) throw new Error("there is no provider google");
const path = "/v1beta/models/gemini-2.5-flash:generateContent";
const key = "AIza-test-0123456789";

describe("the google connector", () => {
  const account = { provider, baseUrl: "https://generativelanguage.googleapis.com", headers: {} };
  for (const { name, run } of connectorContract({ connector: google, account })) it(name, run);

  it("gives what the client's constructor and call take", () => {
    expectTypeOf<GoogleOptions["client"]>().toExtend<GoogleGenAIOptions>();
    expectTypeOf<GoogleOptions["request"] & { contents: string }>().toExtend<GenerateContentParameters>();
  });

  it("gives the real client what it needs, under Google's names", async () => {
    await using server = await startLoopback({ [path]: { json: googleReply } });
    const manager = await managerWith(
      { GEMINI_API_KEY: key, GOOGLE_BASE_URL: server.url },
      {
        id: "google/gemini-2.5-flash",
        contextWindow: 1_048_576,
        parameters: {
          temperature: 0,
          max_tokens: 100,
          top_p: 0.9,
          stop: "END",
          seed: 7,
          thinkingConfig: { thinkingBudget: 0 },
        },
      },
    );
    const { client, request } = manager.connect("gemini-2.5-flash", "google", { headers: { "x-team": "blue" } });
    const reply = await new GoogleGenAI(client).models.generateContent({ ...request, contents: "Hi" });
    expect(reply.text).toBe("Hello!");
    const [sent] = server.requests;
    expect(sent?.path).toBe(path);
    expect(sent?.headers).toMatchObject({ "x-goog-api-key": key, "x-team": "blue" });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      contents: [{ role: "user", parts: [{ text: "Hi" }] }],
      generationConfig: {
        temperature: 0,
        maxOutputTokens: 100,
        topP: 0.9,
        stopSequences: ["END"],
        seed: 7,
        thinkingConfig: { thinkingBudget: 0 },
      },
    });
  });

  it("keeps to the Gemini API where an environment variable names another service", async () => {
    vi.stubEnv("GOOGLE_GENAI_USE_VERTEXAI", "true");
    try {
      const manager = await managerWith({ GEMINI_API_KEY: key }, { id: "google/gemini-2.5-flash" });
      expect(new GoogleGenAI(manager.connect("gemini-2.5-flash", "google").client).vertexai).toBe(false);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([
    [
      { id: "anthropic/claude" },
      "anthropic/claude: Anthropic does not answer in Google's dialect; the client openai or anthropic reaches it",
    ],
    [
      { id: "google/gemini", parameters: { logit_bias: {} } },
      "google/gemini: the client has no place for the parameter logit_bias; it takes temperature, maxOutputTokens, topP,",
    ],
  ])("refuses %j, saying what would work", async (model, message) => {
    const manager = await managerWith({ GEMINI_API_KEY: key, ANTHROPIC_API_KEY: key }, model);
    expect(() => manager.connect(model.id, "google")).toThrow(ConnectorError);
    expect(() => manager.connect(model.id, "google")).toThrow(message);
  });
});

describe.skipIf(withoutSharedData !== undefined)("with recorded answers, the google connector's client", () => {
  it("reads a reply", async () => {
    const { step, json } = await recordedAnswer<GenerateContentResponse>(
      "chat/google/generateContent/basic-chat-functionality-gemini-gemini-2-5-flash-can-have-a-basic-conversation.0.json",
    );
    await using server = await startLoopback({ [path]: step });
    const manager = await managerWith({ GOOGLE_BASE_URL: server.url }, { id: "google/gemini-2.5-flash" });
    const { client, request } = manager.connect("gemini-2.5-flash", "google", { apiKey: key });
    const reply = await new GoogleGenAI(client).models.generateContent({ ...request, contents: "Hi" });
    expect(reply.text).toBe(json.candidates?.[0]?.content?.parts?.[0]?.text);
  });

  it("reads a stream", async () => {
    const { step } = await recordedAnswer(
      "chat/google/streamGenerateContent/streaming-responses-gemini-gemini-2-5-flash-supports-streaming-responses.0.json",
    );
    await using server = await startLoopback({ "/v1beta/models/gemini-2.5-flash:streamGenerateContent": step });
    const manager = await managerWith({ GOOGLE_BASE_URL: server.url }, { id: "google/gemini-2.5-flash" });
    const { client, request } = manager.connect("gemini-2.5-flash", "google", { apiKey: key });
    const stream = await new GoogleGenAI(client).models.generateContentStream({ ...request, contents: "Hi" });
    let text = "";
    for await (const chunk of stream) text += chunk.text ?? "";
    expect(text.length).toBeGreaterThan(0);
  });
});
