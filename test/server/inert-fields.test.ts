import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVED, type ServedName } from "../../src/builtins/served.ts";
import { ModelMallError } from "../../src/errors.ts";
import { parseInert } from "../../src/util/inert-json.ts";
import { aGateway } from "./support/a-gateway.ts";

const RUNS = 2 * Number(process.env.MODELMALL_PROPERTY_RUNS ?? 300);
const NAMES = Object.keys(SERVED) as ServedName[];

/** Names every object has something under already, whether anybody put it there or not. */
const INHERITED = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
];
const KNOWN = [
  "model",
  "messages",
  "input",
  "prompt",
  "role",
  "content",
  "type",
  "text",
  "tools",
  "tool_calls",
  "tool_choice",
  "function",
  "name",
  "arguments",
  "parameters",
  "input_schema",
  "properties",
  "system",
  "metadata",
  "options",
  "stream",
  "max_tokens",
  "temperature",
  "response_format",
  "thinking",
  "reasoning",
  "evil",
];

const leaf = fc.oneof(
  fc.constantFrom<unknown>("m", "user", "text", "hello", "function", 1, 0, true, false, null),
  fc.constant({ evil: 1 }),
);
/** Objects as `JSON.parse` makes them: `__proto__` in them is a name like any other. */
const { body } = fc.letrec<{ body: unknown; object: unknown; list: unknown }>((tie) => ({
  body: fc.oneof({ maxDepth: 5 }, leaf, tie("object"), tie("list")),
  object: fc
    .array(fc.tuple(fc.constantFrom(...INHERITED, ...KNOWN), tie("body")), { maxLength: 6 })
    .map((entries) =>
      JSON.parse(`{${entries.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join(",")}}`),
    ),
  list: fc.array(tie("body"), { maxLength: 4 }),
}));

/** A body that would be good without what is put in: hostile names at its top, in a message and in a tool. */
const asked = fc.record({ top: body, message: body, tool: body, said: body }).map(({ top, message, tool, said }) => {
  const text = (value: unknown) => JSON.stringify(value);
  const inside = (value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? `,${text(value).slice(1, -1)}`.replace(/^,$/, "")
      : "";
  const messages = `[{"role":"user","content":"hello"${inside(message)}},{"role":"user","content":${text(said)}}]`;
  const tools = `[{"type":"function","name":"f","function":{"name":"f"${inside(tool)}}${inside(tool)}}]`;
  return `{"model":"m","max_tokens":5,"messages":${messages},"input":${messages},"prompt":"x","tools":${tools}${inside(top)}}`;
});

/** Every place in a value whose prototype is not what it would be by itself. */
function changed(value: unknown, path = "request"): string[] {
  if (typeof value !== "object" || value === null) return [];
  const prototype = Object.getPrototypeOf(value);
  const own = prototype === null || prototype === Object.prototype || prototype === Array.prototype;
  const inside = Object.getOwnPropertyNames(value).flatMap((name) =>
    changed(Reflect.get(value, name), `${path}.${name}`),
  );
  return own ? inside : [path, ...inside];
}

describe("names that every object has", () => {
  it.each(NAMES)("mean nothing in a body of %s: no object gets another prototype by them", async (name) => {
    const dialect = await SERVED[name].load();
    fc.assert(
      fc.property(asked, (text) => {
        try {
          expect(changed(dialect.decodeRequest(parseInert(text)))).toEqual([]);
        } catch (error) {
          // Refused, which is as well; and never because something of ours broke on it.
          if (!ModelMallError.is(error)) throw error;
        }
        expect(Object.hasOwn(Object.prototype, "evil")).toBe(false);
        expect(({} as { evil?: unknown }).evil).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  it("are left out where they could become a prototype, however they are written, and kept where they are text", () => {
    const spelled = ["__proto__", "\\u005f_proto__", "__\\u0070roto__", "__p\\u0072\\u006fto\\u005F_"];
    for (const name of spelled) {
      expect(parseInert(`{"a":[{"${name}":{"evil":1},"b":"${name}"}],"c":1}`)).toEqual({
        a: [{ b: "__proto__" }],
        c: 1,
      });
    }
    const kept = { constructor: { prototype: { evil: 1 } }, text: "__proto__", list: ["__proto__"] };
    expect(parseInert(JSON.stringify(kept))).toEqual(kept);
  });

  it("reach no backend from any path, and take no address with them", async () => {
    await using gateway = await aGateway();
    const hidden = '"__proto__":{"api_base":"http://evil.example","temperature":2}';
    const messages = `"messages":[{"role":"user","content":"hello",${hidden}}]`;
    for (const path of ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/api/chat"]) {
      const said = path === "/v1/responses" ? messages.replace("messages", "input") : messages;
      const text = `{"model":"m","max_tokens":5,"stream":false,${said},${hidden}}`;
      const headers = { "content-type": "application/json" };
      expect([path, (await gateway.ask(path, { method: "POST", headers, body: text })).status]).toEqual([path, 200]);
    }
    const asked = gateway.backends.a?.calls.map(({ request }) => request) ?? [];
    expect(asked).toHaveLength(4);
    for (const request of asked) {
      expect([changed(request), request.temperature, JSON.stringify(request).includes("evil")]).toEqual([
        [],
        undefined,
        false,
      ]);
    }
  });

  it("are no model, no tag, no session and no caller", async () => {
    await using gateway = await aGateway();
    const messages = [{ role: "user", content: "hello" }];
    for (const model of INHERITED) {
      const answer = await gateway.ask("/v1/chat/completions", { json: { model, messages } });
      expect([model, answer.status]).toEqual([model, 404]);
      expect([model, (await gateway.ask(`/v1/models/${model}`)).status]).toEqual([model, 404]);
      const headers = { "x-modelmall-tags": model, "x-session-id": model };
      const well = await gateway.ask("/v1/chat/completions", { json: { model: "m", messages }, headers });
      expect([model, well.status]).toEqual([model, 200]);
      expect([model, (await gateway.ask(`/${model}`)).status]).toEqual([model, 404]);
    }
  });
});
