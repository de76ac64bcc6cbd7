import type { AIMessageChunk } from "@langchain/core/messages";
import { ChatModelMall, type ChatModelMallFields } from "../../../src/adapters/langchain.ts";
import type { AttemptEvent } from "../../../src/attempt.ts";
import type { FakeBackend, FakeScript } from "../../../src/backends/fake.ts";
import { fakeBackend } from "../../../src/backends/fake.ts";
import type { ChatRequest } from "../../../src/chat.ts";
import type { Facts } from "../../../src/model.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import { aConfig } from "../../router/support/a-router.ts";

/** What is known of every target unless a test says otherwise. */
export const ABLE: Facts = {
  contextWindow: 8_000,
  pricing: { input: 1, output: 2 },
  capabilities: { tools: true, jsonSchema: true, jsonMode: true, vision: true, audio: true, pdf: true },
};

/** A chat model over a route `m` of fake backends, and what it was seen to do. */
export async function aModel(
  scripts: Readonly<Record<string, FakeScript>>,
  { facts = ABLE, ...fields }: Partial<ChatModelMallFields> & { facts?: Facts } = {},
) {
  const config = await aConfig(Object.keys(scripts));
  const backends = Object.fromEntries(
    Object.entries(scripts).map(([name, script]): [string, FakeBackend] => [
      name,
      fakeBackend(script, { name, facts: () => facts }),
    ]),
  );
  const router = createRouter({ config, backends, facts: () => facts, random: () => 0 });
  const events: AttemptEvent[] = [];
  router.onAttempt((event) => events.push(event));
  const model = new ChatModelMall({ router, model: "m", ...fields });
  return {
    model,
    router,
    backends,
    events,
    /** The request the first backend saw last. */
    request(): ChatRequest {
      const call = Object.values(backends)[0]?.calls.at(-1);
      if (call === undefined) throw new Error("it was not called");
      return call.request;
    },
  };
}

/** Everything a stream gives. */
export async function allOf<Piece>(stream: AsyncIterable<Piece>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** The whole that pieces of a stream add up to. */
export function concat(chunks: readonly AIMessageChunk[]): AIMessageChunk {
  const [first, ...rest] = chunks;
  if (first === undefined) throw new Error("nothing came");
  return rest.reduce((whole, chunk) => whole.concat(chunk), first);
}
