import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../src/chat.ts";
import { REQUEST_FIELDS } from "../../../src/dialects/openai/request-fields.ts";
import { openai } from "../../../src/dialects/openai.ts";
import type { Facts } from "../../../src/model.ts";
import { contextFor } from "./support/recordings.ts";

const messages = [{ role: "user", content: "Hi" }] as const;

function encode(
  request: Partial<ChatRequest>,
  provider = "openai",
  options: { model?: string; facts?: Facts; stream?: boolean } = {},
) {
  const { model = "gpt-4o", facts = {}, stream = false } = options;
  return openai.encodeRequest({ messages, ...request }, contextFor(provider, stream, model, facts));
}

/** A request that has every field. */
const FULL: Required<ChatRequest> = {
  messages,
  tools: [{ type: "function", function: { name: "f" } }],
  tool_choice: "required",
  parallel_tool_calls: false,
  response_format: { type: "json_schema", json_schema: { name: "s", schema: { type: "object" } } },
  reasoning_effort: "low",
  temperature: 0,
  top_p: 0.5,
  top_k: 3,
  max_tokens: 5,
  max_completion_tokens: 5,
  stop: ["."],
  seed: 0,
  presence_penalty: 0,
  frequency_penalty: 0,
  logit_bias: { "1": 1 },
  logprobs: true,
  top_logprobs: 2,
  n: 1,
  user: "u",
  metadata: { a: "b" },
  modalities: ["text"],
  audio: { voice: "alloy", format: "wav" },
  extra: { service_tier: "flex" },
  extraDialect: "openai",
  targetExtra: { service_tier: "flex" },
};

// The fields that say something by themselves.
const SAYING = (Object.keys(FULL) as (keyof ChatRequest)[]).filter((field) => field !== "extraDialect");

test("the table of fields names every field of a request", () => {
  expect(Object.keys(REQUEST_FIELDS).sort()).toEqual(Object.keys(FULL).sort());
});

describe.each([
  "openai",
  "mistral",
  "groq",
  "deepseek",
  "ollama",
  "perplexity",
  "cohere",
  "xai",
  "openrouter",
  "my-own",
])("a request to %s", (provider) => {
  test.each(SAYING)("says %s, or says what became of it", (field) => {
    if (field === "tool_choice" && provider === "ollama") {
      return expect(() => encode({ [field]: FULL[field] }, provider)).toThrowError(expect.objectContaining({ field }));
    }
    const without = encode(field === "messages" ? { messages: [] } : {}, provider);
    const { body, adaptations } = encode({ [field]: FULL[field] }, provider);
    const isTold = adaptations.some((adaptation) => adaptation.field === field);
    expect(isTold || JSON.stringify(body) !== JSON.stringify(without.body)).toBe(true);
  });
});

test("what needs no change is handed on as it is", () => {
  const list = [{ role: "user", content: [{ type: "text", text: "Hi" }] }] as const;
  expect(encode({ messages: list }).body.messages).toBe(list);
});

test("a stream asks for usage, except where it is always told and the option refused", () => {
  expect(encode({}, "openai", { stream: true }).body).toMatchObject({
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(encode({}, "mistral", { stream: true }).body).not.toHaveProperty("stream_options");
  const extra = { stream_options: { include_obfuscation: false } };
  expect(encode({ extra }, "openai", { stream: true }).body.stream_options).toEqual({
    include_usage: true,
    include_obfuscation: false,
  });
});

test("extra wins over what was translated, and cannot change the body's prototype", () => {
  const extra = JSON.parse('{"temperature":1,"__proto__":{"polluted":true}}');
  const { body } = encode({ temperature: 0, extra });
  expect(body.temperature).toBe(1);
  expect(body).not.toHaveProperty("polluted");
});

describe("the most tokens of an answer", () => {
  test.each([
    ["openai", "gpt-4o", {}, "max_tokens"],
    ["openai", "o4-mini", {}, "max_completion_tokens"],
    ["openai", "gpt-5-nano", {}, "max_completion_tokens"],
    ["azure", "my-deployment", { capabilities: { reasoning: true } }, "max_completion_tokens"],
    ["mistral", "mistral-small", {}, "max_tokens"],
  ])("asked of %s as max_tokens of %s goes out as the name it takes", (provider, model, facts, name) => {
    const { body, adaptations } = encode({ max_tokens: 9 }, provider, { model, facts });
    expect(body[name]).toBe(9);
    expect(Object.keys(body).filter((key) => key.startsWith("max_"))).toEqual([name]);
    expect(adaptations).toEqual([]);
  });

  test("asked as max_completion_tokens goes to who only knows the old name under that", () => {
    expect(encode({ max_completion_tokens: 9 }, "deepseek").body).toMatchObject({ max_tokens: 9 });
  });

  test("asked under both names with different numbers is sent once, and told", () => {
    const { body, adaptations } = encode({ max_tokens: 1, max_completion_tokens: 2 });
    expect(body).toMatchObject({ max_completion_tokens: 2 });
    expect(body).not.toHaveProperty("max_tokens");
    expect(adaptations).toMatchObject([{ field: "max_tokens" }]);
  });
});

describe("what a provider cannot give", () => {
  const refusal = (field: string) => expect.objectContaining({ code: "unsupported_request", fault: "request", field });
  const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } } as const;
  const sound = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } } as const;

  test("is refused before it is asked where the answer would be another", () => {
    expect(() => encode({ n: 2 }, "groq")).toThrowError(refusal("n"));
    expect(encode({ n: 2 }, "openai").body.n).toBe(2);
    expect(() => encode({ tool_choice: "required", tools: FULL.tools }, "ollama")).toThrowError(refusal("tool_choice"));
  });

  test("an image is refused for a model that is known not to see, and sent to one of which nothing is known", () => {
    const request = { messages: [{ role: "user", content: [image] }] } as const;
    const blind = [{ capabilities: { vision: false } }, { modalities: { input: ["text"] } }];
    for (const facts of blind) {
      expect(() => encode(request, "openai", { facts })).toThrowError(refusal("messages[0].content[0]"));
    }
    expect(encode(request).body.messages).toBe(request.messages);
    expect(encode(request, "openai", { facts: { capabilities: { vision: true } } }).body.messages).toBe(
      request.messages,
    );
  });

  test("sound is refused for a model that is known not to hear", () => {
    const request = { messages: [{ role: "user", content: [sound] }] } as const;
    expect(() => encode(request, "openai", { facts: { modalities: { input: ["text", "image"] } } })).toThrowError(
      refusal("messages[0].content[0]"),
    );
  });

  test("parts and tools of another dialect are refused, those of this one sent as they are", () => {
    const foreign = { type: "native", dialect: "anthropic", value: {} } as const;
    const own = { type: "native", dialect: "openai", value: { type: "document_url" } } as const;
    expect(() => encode({ tools: [foreign] })).toThrowError(refusal("tools[0]"));
    expect(() => encode({ messages: [{ role: "user", content: [foreign] }] })).toThrowError(
      refusal("messages[0].content[0]"),
    );
    expect(encode({ tools: [own] }).body.tools).toEqual([own.value]);
    expect(encode({ messages: [{ role: "user", content: [own] }] }).body.messages).toEqual([
      { role: "user", content: [own.value] },
    ]);
  });
});

describe("what a provider says otherwise", () => {
  test.each([
    ["mistral", { seed: 7 }, { random_seed: 7 }],
    ["mistral", { tool_choice: "required" }, { tool_choice: "any" }],
    ["openrouter", { reasoning_effort: "high" }, { reasoning: { effort: "high" } }],
    ["deepseek", { reasoning_effort: "none" }, { thinking: { type: "disabled" } }],
    ["groq", { reasoning_effort: "low" }, { reasoning_effort: "low" }],
  ] as const)("%s gets %j as %j, and nothing is lost", (provider, request, said) => {
    const { body, adaptations } = encode(request, provider);
    expect(body).toMatchObject(said);
    expect(Object.keys(body)).toHaveLength(3);
    expect(adaptations).toEqual([]);
  });

  test("the role developer is sent as system, and told", () => {
    const { body, adaptations } = encode(
      { messages: [{ role: "developer", content: "Be brief" }, ...messages] },
      "mistral",
    );
    expect(body.messages).toEqual([{ role: "system", content: "Be brief" }, ...messages]);
    expect(adaptations).toMatchObject([{ field: "messages[0].role" }]);
  });

  test("names of messages are left out where they would be refused, and told", () => {
    const { body, adaptations } = encode({ messages: [{ role: "user", content: "Hi", name: "Ada" }] }, "groq");
    expect(body.messages).toEqual(messages);
    expect(adaptations).toMatchObject([{ field: "messages[0].name" }]);
  });

  test("an effort that is not known becomes the nearest, and told", () => {
    const { body, adaptations } = encode({ reasoning_effort: "max" });
    expect(body.reasoning_effort).toBe("xhigh");
    expect(adaptations).toMatchObject([{ field: "reasoning_effort" }]);
    expect(encode({ reasoning_effort: "low" }, "mistral").body.reasoning_effort).toBe("high");
    expect(encode({ reasoning_effort: "none" }, "mistral").body.reasoning_effort).toBe("none");
  });

  test("a JSON schema goes into a system message where the provider has no such format, and is told", () => {
    const { body, adaptations } = encode({ response_format: FULL.response_format }, "deepseek");
    expect(body.response_format).toEqual({ type: "json_object" });
    expect(body.messages).toEqual([
      { role: "system", content: expect.stringContaining('{"type":"object"}') },
      ...messages,
    ]);
    expect(adaptations).toMatchObject([{ field: "response_format" }]);
  });

  test("any JSON is asked for as a schema where the provider has only these", () => {
    const { body, adaptations } = encode({ response_format: { type: "json_object" } }, "lm-studio");
    expect(body.response_format).toMatchObject({ type: "json_schema" });
    expect(adaptations).toMatchObject([{ field: "response_format" }]);
  });

  test("cache marks are left out where they would be refused, and told", () => {
    const marked = { type: "text", text: "Long", cache_control: { type: "ephemeral" } } as const;
    const request = { messages: [{ role: "user", content: [marked] }] } as const;
    const { body, adaptations } = encode(request);
    expect(body.messages).toEqual([{ role: "user", content: [{ type: "text", text: "Long" }] }]);
    expect(adaptations).toMatchObject([{ field: "messages[0].content[0].cache_control" }]);
    expect(encode(request, "openrouter").body.messages).toBe(request.messages);
  });

  test("without a tool choice, none means no tools", () => {
    const { body, adaptations } = encode({ tools: FULL.tools, tool_choice: "none" }, "ollama");
    expect(body).not.toHaveProperty("tools");
    expect(adaptations).toMatchObject([{ field: "tool_choice" }]);
  });
});

describe("reasoning that must go back", () => {
  const back = (detail: object, provider: string) => {
    const message = {
      role: "assistant",
      content: "4",
      reasoning_details: [{ type: "text", dialect: "openai", text: "hm", ...detail }],
    } as const;
    const { body, adaptations } = encode({ messages: [...messages, message] }, provider);
    return { sent: (body.messages as object[])[1], told: adaptations.map(({ field }) => field) };
  };
  const said = { role: "assistant", content: "4" };

  test.each([
    ["reasoning_content", "deepseek", { reasoning_content: "hm" }],
    ["reasoning", "groq", { reasoning: "hm" }],
    ["reasoning,reasoning_content", "ollama", { reasoning: "hm", reasoning_content: "hm" }],
    [
      "content",
      "mistral",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "4" },
        ],
      },
    ],
    ["reasoning_content", "groq", { reasoning: "hm" }],
  ])("that came in %s goes to %s where it takes it", (format, provider, fields) => {
    expect(back({ format }, provider)).toEqual({ sent: { ...said, ...fields }, told: [] });
  });

  test("structured goes back as it came", () => {
    const detail = { format: "anthropic-claude-v1", signature: "s", id: "i" };
    expect(back(detail, "openrouter")).toEqual({
      sent: { ...said, reasoning_details: [{ type: "reasoning.text", index: 0, text: "hm", ...detail }] },
      told: [],
    });
  });

  test.each([
    ["of another dialect", { dialect: "anthropic", signature: "s" }, "deepseek"],
    ["to OpenAI, which takes none", { format: "reasoning_content" }, "openai"],
    ["that is encrypted, to who cannot read it", { type: "encrypted", text: undefined, data: "x" }, "groq"],
  ])("%s is left out, and told", (_, detail, provider) => {
    expect(back(detail, provider)).toEqual({ sent: said, told: ["messages[1].reasoning_details[0]"] });
  });

  test("a thought signature goes back to Google, and to no one else", () => {
    const call = { id: "c", type: "function", function: { name: "f", arguments: "{}" }, signature: "sig" } as const;
    const request = { messages: [...messages, { role: "assistant", tool_calls: [call] }] } as const;
    const { signature, ...plain } = call;
    const sentTo = (provider: string) =>
      (encode(request, provider).body.messages as { tool_calls: object[] }[])[1]?.tool_calls;
    expect(sentTo("google")).toEqual([{ ...plain, extra_content: { google: { thought_signature: signature } } }]);
    expect(sentTo("openai")).toEqual([plain]);
    expect(encode(request, "openai").adaptations).toMatchObject([{ field: "messages[1].tool_calls[0].signature" }]);
  });
});
