import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeConverse } from "../../../src/backends/bedrock/decode-reply.ts";
import { type RecordedCall, recordedCalls } from "../../support/recorded-calls.ts";
import { sharedPath, withoutSharedData } from "../../support/shared-data.ts";
import { frames } from "./event-frames.ts";
import { ours, theirs } from "./said.ts";

const recorded = withoutSharedData === undefined ? recordedCalls("chat/bedrock") : [];
const converse = recorded.filter(({ name }) => name.includes("/converse/"));
const streamed = recorded.filter(({ name }) => name.includes("/converse-stream/"));
const byName = (calls: readonly RecordedCall[]) => calls.map((call) => [call.name, call] as const);

describe.skipIf(recorded.length === 0)("recorded answers of Bedrock", () => {
  it.each(byName([...converse, ...streamed]))("%s says what the AWS SDK reads", async (_, call) => {
    expect(await ours(call)).toEqual(await theirs(call));
  });

  it("say the same when they come byte by byte, or cut at many places", async () => {
    const [call] = [...streamed].sort((a, b) => a.response.body.length - b.response.body.length);
    if (call === undefined) throw new Error("no recorded stream");
    const whole = await ours(call);
    expect(await ours(call, { every: 1 })).toEqual(whole);
    for (let place = 1; place < call.response.body.length; place += 29) {
      expect(await ours(call, { at: [place] })).toEqual(whole);
    }
  });

  it("are errors wherever they were cut off before they had stopped", async () => {
    for (const call of streamed.slice(0, 4)) {
      const { body } = call.response;
      const end = body.indexOf("messageStop");
      for (const length of [0, 1, 50, Math.floor(end / 2), end]) {
        const cut = { ...call, response: { ...call.response, body: body.subarray(0, length) } };
        await expect(ours(cut)).rejects.toMatchObject({ code: "stream_truncated", fault: "target" });
      }
    }
  });

  it("are errors where a byte was changed on the way", async () => {
    const [call] = streamed;
    if (call === undefined) throw new Error("no recorded stream");
    const body = Buffer.from(call.response.body);
    body[60] = (body[60] ?? 0) ^ 0xff;
    await expect(ours({ ...call, response: { ...call.response, body } })).rejects.toMatchObject({
      code: "malformed_answer",
    });
  });
});

/** Answers another project kept as the SDK gives them, framed again as they come over the wire. */
function kept(): RecordedCall[] {
  const folder = "chat-vercel-ai-fixtures/amazon-bedrock";
  return readdirSync(sharedPath(folder))
    .sort()
    .map((file) => {
      const text = readFileSync(sharedPath(`${folder}/${file}`), "utf8");
      const isStream = file.endsWith(".chunks.txt");
      const type = isStream ? "application/vnd.amazon.eventstream" : "application/json";
      const lines = isStream ? text.split("\n").filter((line) => line.trim() !== "") : [];
      const body = isStream ? frames(lines.map((line) => JSON.parse(line))) : Buffer.from(text);
      const name = `${isStream ? "/converse-stream/" : "/converse/"}${file}`;
      const request = { method: "POST", url: "", headers: {} };
      return {
        name,
        provider: "bedrock",
        api: "",
        features: [],
        request,
        response: { status: 200, headers: { "content-type": type }, body },
      };
    });
}

describe.skipIf(recorded.length === 0)("kept answers of Bedrock", () => {
  const answers = recorded.length === 0 ? [] : kept();

  it.each(byName(answers))("%s says what the AWS SDK reads", async (_, call) => {
    expect(await ours(call)).toEqual(await theirs(call));
  });
});

/** What asks for an answer that InvokeModel gave: chat goes by Converse, so each model's own shape is another's to read. */
const INVOKED: readonly [file: RegExp, by: string][] = [
  [/invoke\/.*amazon-nova\.\d/, "in Converse's shape: read here"],
  [/invoke\/embedding-/, "read by the test of recorded requests"],
  [/count-tokens\//, "read by the test of recorded requests"],
  [/invoke\/(?:prompt-cache|.*anthropic-claude)/, "in Anthropic's shape: read by the test of its recorded answers"],
  [/invoke-with-response-stream\/.*anthropic-claude/, "in Anthropic's shape: read by the test of its recorded answers"],
  [/invoke\/.*cohere-command/, "left: text completion of a retired model, which Converse never took"],
  [/invoke-with-response-stream\/.*amazon-titan/, "left: text completion of a retired model; Converse gives its chat"],
];

describe.skipIf(recorded.length === 0)("recorded answers of InvokeModel", () => {
  it("are each read somewhere, or left for a reason", () => {
    const others = recorded.filter((call) => !converse.includes(call) && !streamed.includes(call));
    expect(others).toHaveLength(10);
    const places = others.map(({ name }) => INVOKED.filter(([file]) => file.test(name)).length);
    expect(places).toEqual(others.map(() => 1));
    expect(INVOKED.filter(([file]) => !others.some(({ name }) => file.test(name)))).toEqual([]);
  });

  it("are read where they are in Converse's shape", () => {
    const nova = recorded.filter(({ name }) => INVOKED[0]?.[0].test(name));
    const read = nova.map(({ response }) => decodeConverse(JSON.parse(response.body.toString("utf8"))));
    expect(read.map(({ choices: [choice] }) => [choice?.finishReason, choice?.toolCalls.length])).toEqual([
      ["tool_calls", 2],
      ["stop", 0],
    ]);
  });
});
