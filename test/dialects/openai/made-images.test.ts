import { describe, expect, test } from "vitest";
import { createBackend } from "../../../src/builtins/backends.ts";
import type { ChatMessage, ImagePart } from "../../../src/chat.ts";
import { anthropicServed } from "../../../src/dialects/anthropic/served.ts";
import { openaiServed } from "../../../src/dialects/openai/served.ts";
import { openai } from "../../../src/dialects/openai.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { aCall, aReply, lastChunk, readStream, written } from "../support/served.ts";
import { contextFor } from "./support/recordings.ts";

const SUN = "data:image/png;base64,c3Vu";
const MOON = "https://images.example.com/moon.png";
const image = (url: string): ImagePart => ({ type: "image_url", image_url: { url } });

const event = (body: object) => `data: ${JSON.stringify(body)}\n\n`;
const delta = (said: object) => event({ choices: [{ index: 0, delta: said }] });
const usage = {
  prompt_tokens: 9,
  completion_tokens: 1290,
  total_tokens: 1299,
  completion_tokens_details: { image_tokens: 1290 },
  cost: 0.0387,
};

/** An answer as OpenRouter gives it (https://openrouter.ai/docs/features/multimodal/image-generation). */
const WHOLE = {
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Here it is.", images: [{ index: 0, ...image(SUN) }, image(MOON)] },
      finish_reason: "stop",
    },
  ],
  usage,
};
const STREAM = [
  delta({ role: "assistant", content: "Here it is." }),
  delta({ content: "", images: [{ index: 0, ...image(SUN) }] }),
  delta({ images: [image(MOON)] }),
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage }),
  "data: [DONE]\n\n",
].join("");

const decode = (body: unknown) => openai.decodeReply(body, contextFor("openrouter"));

describe("images that a model made", () => {
  test("stand among the content of the message, behind its text, and are paid as told", () => {
    const reply = decode(WHOLE);
    expect(reply.choices[0]).toMatchObject({
      content: "Here it is.",
      message: { content: [{ type: "text", text: "Here it is." }, image(SUN), image(MOON)] },
    });
    expect(reply.usage).toMatchObject({ imageOutput: 1290, reportedCost: "0.0387" });
  });

  test.each([
    ["alone", { content: "", images: [image(SUN)] }],
    ["among the parts of the content", { content: [{ type: "image_url", image_url: SUN }] }],
    ["beside one without an address", { content: null, images: [image(SUN), image(""), { type: "image_url" }, null] }],
  ])("are read %s", (_, message) => {
    expect(decode({ choices: [{ message }] }).choices[0]?.message).toEqual({
      role: "assistant",
      content: [image(SUN)],
    });
  });

  test("stream in pieces, each whole", () => {
    const chunks = readStream(openai, STREAM, contextFor("openrouter", true));
    expect(chunks.flatMap(({ parts = [] }) => parts)).toEqual([image(SUN), image(MOON)]);
    expect(chunks.at(-1)?.usage).toMatchObject({ imageOutput: 1290 });
  });

  test("may be an event of some megabytes", async () => {
    const large = `data:image/png;base64,${"A".repeat(3 * 1024 * 1024)}`;
    const body = Buffer.from(
      [delta({ images: [image(large)] }), event({ choices: [], usage }), "data: [DONE]\n\n"].join(""),
    );
    const response = { status: 200, headers: { "content-type": "text/event-stream" }, body };
    await using server = await startReplay({ response });
    const backend = createBackend({ provider: "openrouter", apiKey: "key-0123456789", env: {}, baseUrl: server.url });
    const parts = [];
    for await (const chunk of backend.stream("m", { messages: [{ role: "user", content: "draw" }] })) {
      parts.push(...(chunk.parts ?? []));
    }
    await backend.close();
    expect(parts).toEqual([image(large)]);
  });

  test("are told to OpenAI's clients where OpenRouter tells them", () => {
    const body = openaiServed.encodeReply(aReply(decode(WHOLE)), aCall());
    expect(body).toMatchObject({
      choices: [{ message: { content: "Here it is.", images: [image(SUN), image(MOON)] } }],
    });
    const chunks = readStream(openai, STREAM, contextFor("openrouter", true));
    const told = written(openaiServed, chunks);
    expect(readStream(openai, told, contextFor("openrouter", true)).flatMap(({ parts = [] }) => parts)).toEqual([
      image(SUN),
      image(MOON),
    ]);
  });

  test("are told to Anthropic's clients, which know none, as Markdown shows them", () => {
    const body = JSON.stringify(anthropicServed.encodeReply(aReply(decode(WHOLE)), aCall()));
    expect(body).toContain(`![image](${MOON})`);
    const streamed = written(anthropicServed, [{ parts: [image(MOON)] }, lastChunk({ finishReason: "stop" })]);
    expect(streamed).toContain(`![image](${MOON})`);
  });
});

describe("images that a model made, in the next request", () => {
  const said: ChatMessage = { role: "assistant", content: [{ type: "text", text: "Here." }, image(SUN)] };
  const sent = (provider: string, message: ChatMessage = said) => {
    const { body, adaptations } = openai.encodeRequest(
      { messages: [{ role: "user", content: "draw" }, message, { role: "user", content: "bluer" }] },
      contextFor(provider, false, "m", { capabilities: { vision: false } }),
    );
    return { message: (body.messages as unknown[])[1], adaptations };
  };

  test("go back to OpenRouter in a field of their own", () => {
    expect(sent("openrouter")).toEqual({
      message: { role: "assistant", content: [{ type: "text", text: "Here." }], images: [image(SUN)] },
      adaptations: [],
    });
    const alone: ChatMessage = { role: "assistant", content: [image(SUN)] };
    expect(sent("openrouter", alone).message).toMatchObject({ content: "", images: [image(SUN)] });
  });

  test("are left out for OpenAI, which takes none, and that is told", () => {
    expect(sent("openai")).toEqual({
      message: { role: "assistant", content: [{ type: "text", text: "Here." }] },
      adaptations: [expect.objectContaining({ field: "messages[1].content[1]" })],
    });
  });

  test("of a client that sends them as it got them are understood", () => {
    const { request } = openai.decodeRequest({
      model: "m",
      messages: [{ role: "assistant", content: "Here.", images: [{ index: 0, ...image(SUN) }] }],
    });
    expect(request.messages).toEqual([said]);
  });
});
