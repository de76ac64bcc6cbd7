import { describe, expect, test } from "vitest";
import { openaiCompletionsServed } from "../../../src/dialects/openai/served-completions.ts";
import { aCall, aChoice, aReply } from "../support/served.ts";

describe("a text completion", () => {
  const ask = (body: object) => openaiCompletionsServed.decodeRequest({ model: "m", prompt: "Say hi", ...body });

  test("is asked for as what the user says", () => {
    const { request, model, stream } = ask({ max_tokens: 7, n: 2, logprobs: 3, echo: false, best_of: 2, suffix: null });
    expect({ model, stream }).toEqual({ model: "m", stream: false });
    expect(request).toEqual({
      messages: [{ role: "user", content: "Say hi" }],
      max_tokens: 7,
      n: 2,
      logprobs: true,
      top_logprobs: 3,
    });
    expect(ask({ prompt: ["Say hi"] }).request.messages).toEqual(request.messages);
    expect(ask({ logprobs: 0 }).request).not.toHaveProperty("top_logprobs");
  });

  test.each([
    ["suffix", { suffix: "end" }],
    ["echo", { echo: true }],
    ["best_of", { best_of: 3 }],
    ["prompt", { prompt: ["one", "two"] }],
    ["prompt", { prompt: [1, 2, 3] }],
    ["prompt", { prompt: [[1, 2], [3]] }],
  ])("is refused by name where a chat cannot do it: %s", (field, body) => {
    expect(() => ask(body)).toThrow(expect.objectContaining({ code: "unsupported_request", field }));
  });

  test.each([
    ["prompt", { prompt: undefined }],
    ["prompt", { prompt: [] }],
    ["logprobs", { logprobs: "many" }],
    ["model", { model: "" }],
    ["stream", { stream: 1 }],
  ])("is refused by name where %s is wrong", (field, body) => {
    expect(() => ask(body)).toThrow(expect.objectContaining({ code: "invalid_request", field }));
  });

  test("has log probabilities as lists side by side, their places going on through a stream", () => {
    const step = (token: string) => ({ token, logprob: -1, top_logprobs: [{ token, logprob: -1 }] });
    const logprobs = { content: [step("Hel"), step("lo")] };
    const body = openaiCompletionsServed.encodeReply(
      aReply({ choices: [aChoice({ content: "Hello", logprobs })] }),
      aCall(),
    );
    expect(body).toMatchObject({
      id: "cmpl-1",
      object: "text_completion",
      choices: [
        {
          text: "Hello",
          finish_reason: "stop",
          logprobs: {
            tokens: ["Hel", "lo"],
            token_logprobs: [-1, -1],
            top_logprobs: [{ Hel: -1 }, { lo: -1 }],
            text_offset: [0, 3],
          },
        },
      ],
    });
    const encoder = openaiCompletionsServed.createStreamEncoder(aCall());
    encoder.push({ content: "Hel", logprobs: { content: [step("Hel")] } });
    const second = encoder.push({ content: "lo", logprobs: { content: [step("lo")] } });
    expect(JSON.parse(second.slice(6)).choices[0].logprobs.text_offset).toEqual([3]);
  });
});
