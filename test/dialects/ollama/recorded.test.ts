import { Ollama } from "ollama";
import { describe, expect, it } from "vitest";
import { httpBackend } from "../../../src/backends/http.ts";
import type { ChatChunk, ChatRequest } from "../../../src/chat.ts";
import type { CallContext } from "../../../src/dialect.ts";
import { ollama } from "../../../src/dialects/ollama.ts";
import { ollama as provider } from "../../../src/providers/ollama.ts";
import { createWire } from "../../../src/wire/create-wire.ts";
import { type Cuts, type RecordedCall, recordedCalls, startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";

const recorded = withoutSharedData === undefined ? recordedCalls("chat/ollama") : [];
const isStreamed = ({ request }: RecordedCall) => (request.json as { stream?: boolean }).stream !== false;
const HELLO: ChatRequest = { messages: [{ role: "user", content: "Hello" }] };

/** What an answer says, however it was read. */
interface Said {
  content: string;
  thinking: string;
  calls: { name: string; arguments: unknown }[];
  end: string | undefined;
  input: number | undefined;
  output: number | undefined;
}

async function ours(call: RecordedCall, cuts?: Cuts): Promise<Said> {
  await using replay = await startReplay(call, cuts);
  const backend = httpBackend({ name: "ollama", provider, dialect: ollama, baseUrl: replay.url, wire: createWire() });
  try {
    if (!isStreamed(call)) {
      const { content, reasoning = "", toolCalls, usage, choices } = await backend.generate("m", HELLO);
      const calls = toolCalls.map((made) => ({
        name: made.function.name,
        arguments: JSON.parse(made.function.arguments),
      }));
      return { content, thinking: reasoning, calls, end: choices[0]?.finishReasonRaw, ...counts(usage) };
    }
    const chunks: ChatChunk[] = [];
    for await (const chunk of backend.stream("m", HELLO)) chunks.push(chunk);
    const last = chunks.at(-1);
    const calls = chunks.flatMap(({ toolCalls = [] }) =>
      toolCalls.map((made) => ({ name: made.name ?? "", arguments: JSON.parse(made.arguments ?? "") })),
    );
    return {
      content: chunks.map(({ content = "" }) => content).join(""),
      thinking: chunks.map(({ reasoning = "" }) => reasoning).join(""),
      calls,
      end: last?.finishReasonRaw,
      ...counts(last?.usage),
    };
  } finally {
    await backend.close();
  }
}

const counts = (usage: ChatChunk["usage"]) => ({ input: usage?.totalInput, output: usage?.totalOutput });

async function theirs(call: RecordedCall): Promise<Said> {
  await using replay = await startReplay(call);
  const client = new Ollama({ host: replay.url });
  const said: Said = { content: "", thinking: "", calls: [], end: undefined, input: undefined, output: undefined };
  const isPrompt = call.request.url.endsWith("/api/generate");
  const add = (part: {
    message?: { content: string; thinking?: string; tool_calls?: { function: { name: string; arguments: unknown } }[] };
    response?: string;
    done_reason?: string;
    prompt_eval_count?: number;
    eval_count?: number;
  }) => {
    said.content += part.message?.content ?? part.response ?? "";
    said.thinking += part.message?.thinking ?? "";
    for (const { function: called } of part.message?.tool_calls ?? []) {
      said.calls.push({ name: called.name, arguments: called.arguments });
    }
    said.end = part.done_reason ?? said.end;
    said.input = part.prompt_eval_count;
    // Without the prompt's count ours tells none.
    said.output = part.prompt_eval_count === undefined ? undefined : part.eval_count;
  };
  const stream = isStreamed(call);
  if (isPrompt && stream)
    for await (const part of await client.generate({ model: "m", prompt: "Hello", stream })) add(part);
  else if (isPrompt) add(await client.generate({ model: "m", prompt: "Hello" }));
  else if (stream) for await (const part of await client.chat({ model: "m", messages: [], stream })) add(part);
  else add(await client.chat({ model: "m", messages: [] }));
  return said;
}

describe.skipIf(recorded.length === 0)("recorded answers of Ollama", () => {
  it.each(recorded.map((call) => [call.name, call] as const))(
    "%s says what the official client reads",
    async (_, call) => {
      expect(await ours(call)).toEqual(await theirs(call));
    },
  );

  it("say the same when they come cut at every place", async () => {
    const [call] = recorded
      .filter((one) => isStreamed(one))
      .sort((a, b) => a.response.body.length - b.response.body.length);
    if (call === undefined) throw new Error("no recorded stream");
    const whole = await ours(call);
    expect(await ours(call, { every: 1 })).toEqual(whole);
    for (let place = 1; place < call.response.body.length; place += 97) {
      expect(await ours(call, { at: [place] })).toEqual(whole);
    }
  });

  it("are errors where they were cut off before the line that says done", async () => {
    for (const call of recorded.filter(isStreamed)) {
      const text = call.response.body.toString("utf8").trimEnd();
      const cut = Buffer.from(text.slice(0, text.lastIndexOf("\n") + 1));
      await expect(ours({ ...call, response: { ...call.response, body: cut } })).rejects.toMatchObject({
        code: "stream_truncated",
      });
    }
  });
});

describe.skipIf(recorded.length === 0)("recorded requests to Ollama", () => {
  const bodies = recorded.filter(({ request }) => request.url.endsWith("/api/chat"));

  it("are there", () => {
    expect(bodies.length).toBeGreaterThan(10);
  });

  it.each(bodies.map((call) => [call.name, call.request.json] as const))("%s comes back as it was", (_, body) => {
    const { request, model = "", stream } = ollama.decodeRequest(body);
    const context: CallContext = { model, provider, facts: {}, stream };
    const again = ollama.encodeRequest(request, context);
    // Empty options mean nothing and are left out.
    expect({ options: {}, ...again.body }).toEqual({ options: {}, ...(body as object) });
    expect(again.adaptations).toEqual([]);
    expect(ollama.decodeRequest(again.body).request).toEqual(request);
  });
});
