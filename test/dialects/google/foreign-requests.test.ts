import { type GenerateContentConfig, GoogleGenAI } from "@google/genai";
import { describe, expect, test } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import { google } from "../../../src/dialects/google.ts";
import { recordedCalls, startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { contextFor } from "./support/contexts.ts";

const response = { status: 200, headers: {}, body: Buffer.from('{"candidates":[]}') };
const calls =
  withoutSharedData === undefined
    ? recordedCalls("chat").filter(
        ({ request }) => request.url.includes("chat/completions") && request.json !== undefined,
      )
    : [];

/** The body the official client sends for what our body says. */
async function sentByClient(model: string, body: Record<string, unknown>): Promise<unknown> {
  await using replay = await startReplay({ response });
  const client = new GoogleGenAI({ apiKey: "judge", vertexai: false, httpOptions: { baseUrl: replay.url } });
  const { contents, generationConfig = {}, ...others } = body;
  const config = { ...(generationConfig as object), ...others } as GenerateContentConfig;
  await client.models.generateContent({ model, contents: contents as never, config });
  return replay.requests[0]?.body;
}

describe.skipIf(withoutSharedData !== undefined)("what was asked of other providers", () => {
  test.each(calls)("$name is asked of Google in words its own client would use", async ({ request }) => {
    const asked = request.json as ChatRequest & Record<string, unknown>;
    let body: Record<string, unknown>;
    try {
      body = { ...google.encodeRequest(asked, contextFor("gemini-3-flash-preview")).body };
    } catch (error) {
      // Refused by name, never by accident.
      expect(error).toBeInstanceOf(CallError);
      expect((error as CallError).field).toBeDefined();
      return;
    }
    expect(JSON.parse(JSON.stringify(body))).toEqual(
      withoutEmptyConfig(await sentByClient("gemini-3-flash-preview", body)),
    );
  });
});

/** The client sends an empty `generationConfig` where there is nothing to say. */
function withoutEmptyConfig(body: unknown): unknown {
  const { generationConfig = {}, ...others } = body as { generationConfig?: object };
  return Object.keys(generationConfig).length === 0 ? others : { ...others, generationConfig };
}
