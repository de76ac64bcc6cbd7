import { Ollama } from "ollama";
import { describe, expect, it } from "vitest";
import { aGateway, KEY, KEYS } from "./support/a-gateway.ts";
import { gathered } from "./support/gathered.ts";

const messages = [{ role: "user", content: "one two three" }];

describe("Ollama's client at the gateway", () => {
  const headers = { authorization: `Bearer ${KEY}` };

  it("lists and shows every model", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const client = new Ollama({ host: gateway.url, headers });
    expect((await client.list()).models.map(({ name }) => name)).toEqual(["m", "mock/echo"]);
    expect(await client.show({ model: "m" })).toMatchObject({ capabilities: ["completion", "tools"] });
    expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
    await expect(client.show({ model: "nothing" })).rejects.toMatchObject({ status_code: 404 });
  });

  it("chats, whole and line by line, with tools", async () => {
    await using gateway = await aGateway({ keys: KEYS });
    const client = new Ollama({ host: gateway.url, headers });
    expect(await client.chat({ model: "m", messages })).toMatchObject({
      model: "m",
      done: true,
      message: { content: "one two three" },
    });
    const pieces = await gathered(await client.chat({ model: "m", messages, stream: true }));
    expect(pieces.map(({ message }) => message.content).join("")).toBe("one two three");
    expect(pieces.at(-1)).toMatchObject({ done: true, done_reason: "stop" });
    await using calling = await aGateway({
      scripts: { a: { toolCalls: [{ name: "clock", arguments: { zone: "UTC" } }] } },
    });
    const reply = await new Ollama({ host: calling.url }).chat({ model: "m", messages });
    expect(reply.message.tool_calls).toMatchObject([{ function: { name: "clock", arguments: { zone: "UTC" } } }]);
  });

  it("is told what went wrong, before a stream and in it", async () => {
    await using broken = await aGateway({ scripts: { a: { failure: { status: 500 } } } });
    const client = new Ollama({ host: broken.url });
    await expect(client.chat({ model: "m", messages, stream: true })).rejects.toMatchObject({ status_code: 502 });
    await using cut = await aGateway({ scripts: { a: { text: "one two three", fault: { kind: "cut" } } } });
    const pieces = await new Ollama({ host: cut.url }).chat({ model: "m", messages, stream: true });
    await expect(gathered(pieces)).rejects.toThrow("before its end marker");
  });
});
