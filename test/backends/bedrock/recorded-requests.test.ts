import { describe, expect, it } from "vitest";
import { decodeConverseRequest } from "../../../src/backends/bedrock/decode-request.ts";
import { bedrockBackend } from "../../../src/backends/bedrock.ts";
import type { ChatChunk, ChatRequest } from "../../../src/chat.ts";
import { type RecordedCall, recordedCalls, startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { credentials, HELLO, withBackend } from "./said.ts";

const recorded = withoutSharedData === undefined ? recordedCalls("chat/bedrock") : [];
const refused = withoutSharedData === undefined ? recordedCalls("errors/bedrock") : [];
const converse = recorded.filter(({ name }) => name.includes("/converse/"));
const streamed = recorded.filter(({ name }) => name.includes("/converse-stream/"));
const byName = (calls: readonly RecordedCall[]) => calls.map((call) => [call.name, call] as const);
const modelOf = ({ request }: RecordedCall) => decodeURIComponent(/\/model\/([^/]+)\//.exec(request.url)?.[1] ?? "");

describe.skipIf(recorded.length === 0)("recorded requests to Bedrock", () => {
  it.each(byName([...converse, ...streamed]))("%s goes out as it was", async (_, call) => {
    const request = decodeConverseRequest(call.request.json);
    const { sent, adaptations } = await withBackend(call, async (backend, body) => {
      const isStream = call.name.includes("/converse-stream/");
      if (!isStream) return { adaptations: (await backend.generate(modelOf(call), request)).adaptations, sent: body() };
      let last: ChatChunk = {};
      for await (const chunk of backend.stream(modelOf(call), request)) last = chunk;
      return { adaptations: last.end?.adaptations, sent: body() };
    });
    expect(adaptations).toEqual([]);
    expect(settled(sent)).toEqual(settled(call.request.json));
  });

  it("count tokens where the model is, not its profile", async () => {
    const [call] = recorded.filter(({ name }) => name.includes("/count-tokens/"));
    if (call === undefined) throw new Error("no recorded count");
    await using replay = await startReplay(call);
    const backend = bedrockBackend({ region: "us-east-1", baseUrl: replay.url, credentials });
    const request: ChatRequest = { messages: [{ role: "user", content: "Hello, world!" }] };
    const model = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    expect(await backend.countTokens?.(model, request)).toMatchObject({ tokens: 11, method: "provider", margin: 0 });
    expect(new URL(call.request.url).pathname).toBe(replay.requests[0]?.path);
    expect(settled(replay.requests[0]?.body)).toEqual(settled(call.request.json));
    await backend.close();
  });

  it("give vectors with the count of their tokens", async () => {
    const [call] = recorded.filter(({ name }) => name.includes("embedding"));
    if (call === undefined) throw new Error("no recorded embedding");
    await withBackend(call, async (backend, sent) => {
      const input = "Ruby is a programmer's best friend";
      const reply = await backend.embed?.(modelOf(call), { input, dimensions: 256 });
      expect(sent()).toEqual(call.request.json);
      expect(reply?.embeddings[0]).toHaveLength(256);
      expect(reply?.usage).toMatchObject({ input: 10 });
    });
  });
});

describe.skipIf(refused.length === 0)("recorded refusals of Bedrock", () => {
  const codes = new Map([
    ["400-real-error-scenarios", "context_too_long"],
    ["403-", "invalid_key"],
    ["404-retired", "model_not_found"],
    ["400-bedrock-error", "model_not_found"],
  ]);

  it.each(byName(refused))("%s is an error that says whose fault it is", async (name, call) => {
    const file = name.split("/").at(-1) ?? "";
    const expected = [...codes].find(([start]) => file.startsWith(start))?.[1];
    await withBackend(call, async (backend) => {
      const error = await backend.generate("m", HELLO).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ status: call.response.status, target: "bedrock/m", retryable: false });
      if (expected !== undefined) expect(error).toMatchObject({ code: expected });
      await expect(backend.stream("m", HELLO)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        status: call.response.status,
      });
    });
  });
});

/** Without what is empty, which means nothing, and with schemas as data: they are sent as text, spaced as one likes. */
function settled(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value) => {
    if (key === "schema" && typeof value === "string") return JSON.parse(value);
    if ((key === "system" && value.length === 0) || (key === "inferenceConfig" && Object.keys(value).length === 0)) {
      return undefined;
    }
    return value;
  });
}
