import { describe, expect, test } from "vitest";
import type { ChatMessage, ChatRequest, ContentPart } from "../../src/chat.ts";
import { DIALECTS } from "./support/spoken.ts";

function encode(dialect: string, request: ChatRequest) {
  const found = DIALECTS.find(({ name }) => name === dialect);
  if (found === undefined) throw new Error(`no dialect ${dialect}`);
  const { body, adaptations } = found.encode(request, found.models.at(-1) ?? "");
  return { body: body as Record<string, unknown>, fields: adaptations.map(({ field }) => field) };
}

function asked(...content: ContentPart[]): ChatRequest {
  return { messages: [{ role: "user", content }] };
}

const NAMES = DIALECTS.map(({ name }) => name);
const CALL = { id: "call_1", type: "function", function: { name: "look", arguments: "{}" } } as const;
const CALLED: ChatMessage = { role: "assistant", content: null, tool_calls: [CALL] };
const KEPT = {
  openai: "file-6F2ksmvXxt4VdoqmHRw6kL",
  anthropic: "file_011CNha8iCJcU1wXNR6q4V8w",
  google: "https://generativelanguage.googleapis.com/v1beta/files/abc-123",
};

describe.each(NAMES)("in a request to %s", (dialect) => {
  test("a file that another service keeps is refused, for its id means nothing here", () => {
    for (const [owner, id] of Object.entries(KEPT)) {
      if (dialect.startsWith(owner)) continue;
      const request = asked({ type: "file", file: { file_id: id } });
      expect(() => encode(dialect, request), id).toThrow(
        expect.objectContaining({
          code: "unsupported_request",
          field: expect.stringMatching(/^messages\[0\]\.content\[0\]/),
        }),
      );
    }
  });

  test("a role that nobody knows is refused, not taken for another", () => {
    const messages = [{ role: "critic", content: "Hm" }] as unknown as ChatMessage[];
    expect(() => encode(dialect, { messages })).toThrow(
      expect.objectContaining({ fault: "request", field: "messages[0].role" }),
    );
  });

  test("what travels with a call and means nothing here is left out, by name", () => {
    const call = { ...CALL, caller: { type: "code" }, custom: true, signature: "c2ln" };
    const messages: ChatMessage[] = [
      { role: "user", content: "Look" },
      { ...CALLED, tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: "1" },
    ];
    const { body, fields } = encode(dialect, { messages });
    const written = JSON.stringify(body);
    for (const [name, value] of [
      ["caller", '"code"'],
      ["signature", '"c2ln"'],
    ] as const) {
      expect(written.includes(value) || fields.includes(`messages[1].tool_calls[0].${name}`), name).toBe(true);
      expect(written.includes(value) && fields.includes(`messages[1].tool_calls[0].${name}`), name).toBe(false);
    }
  });

  test("a level of detail that only Responses knows is told, where it is not taken", () => {
    const image = { url: "data:image/png;base64,iVBORw0KGgo=", detail: "original" as "low" };
    const { body, fields } = encode(dialect, asked({ type: "image_url", image_url: image }));
    expect(fields.includes("messages[0].content[0].image_url.detail")).toBe(dialect !== "openai-responses");
    expect(JSON.stringify(body).includes("original")).toBe(dialect === "openai-responses");
  });
});

test("Responses is told how to see an image, and the name of a schema, where nobody said", () => {
  const schema = {
    type: "json_schema",
    json_schema: { schema: { type: "object" } },
  } as unknown as ChatRequest["response_format"];
  const request = {
    ...asked({ type: "image_url", image_url: { url: "https://a.example/b.png" } }),
    response_format: schema,
  };
  const { body } = encode("openai-responses", request as ChatRequest);
  expect(body.input).toMatchObject([{ content: [{ type: "input_image", detail: "auto" }] }]);
  expect(body.text).toMatchObject({ format: { name: "answer" } });
  const { body: converse } = encode("bedrock", {
    ...asked({ type: "text", text: "Hi" }),
    response_format: schema,
  } as ChatRequest);
  expect(JSON.stringify(converse.outputConfig)).toContain('"name":"answer"');
});

test("a cache point stands after a tool's result in Converse, never in it", () => {
  const part: ContentPart = { type: "text", text: "1", cache_control: { type: "ephemeral" } };
  const messages: ChatMessage[] = [CALLED, { role: "tool", tool_call_id: "call_1", content: [part] }];
  const result = { toolResult: { toolUseId: "call_1", content: [{ text: "1" }] } };
  expect(encode("bedrock", { messages }).body.messages).toMatchObject([
    {},
    { content: [result, { cachePoint: { type: "default" } }] },
  ]);
});

test("citations of a text, which Converse has for documents alone, are told", () => {
  const { fields } = encode("bedrock", asked({ type: "text", text: "Hi", citations: [], context: "c" }));
  expect(fields).toEqual(["messages[0].content[0].citations", "messages[0].content[0].context"]);
});
