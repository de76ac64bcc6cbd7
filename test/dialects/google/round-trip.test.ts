import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatRequest } from "../../../src/chat.ts";
import { google } from "../../../src/dialects/google.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { contextFor } from "./support/contexts.ts";
import { fixtures, recordings } from "./support/recordings.ts";

type Part = Record<string, unknown>;

/** The parts Google gets when a reply's message is sent back. */
function sentBack(message: AssistantMessage, model: string): Part[] {
  const request: ChatRequest = { messages: [{ role: "user", content: "hi" }, message] };
  const { body } = google.encodeRequest(request, contextFor(model));
  return (body.contents as { parts: Part[] }[])[1]?.parts ?? [];
}

describe.skipIf(withoutSharedData !== undefined)("a reply's message sent back", () => {
  const whole =
    withoutSharedData === undefined ? [...recordings(), ...fixtures()].filter(({ context }) => !context.stream) : [];
  test.each(whole)("$name gives Google its own parts again", ({ response, context }) => {
    const body = JSON.parse(response.body.toString());
    const said = body.candidates?.[0]?.content?.parts as Part[] | undefined;
    const { message } = google.decodeReply(body, context).choices[0] ?? {};
    if (message === undefined || said === undefined) return;
    expect(sentBack(message, context.model)).toEqual(joined(said));
  });
});

test("signatures, thoughts and what only Google understands keep their places", () => {
  const parts: Part[] = [
    { text: "Let me compute.", thought: true, thoughtSignature: "c2lnMA==" },
    { text: "First this. " },
    { executableCode: { language: "PYTHON", code: "print(1)", id: "x1" }, thoughtSignature: "c2lnMQ==" },
    { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1\n", id: "x1" } },
    { text: "It is 1.", thoughtSignature: "c2lnMg==" },
    { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" }, thoughtSignature: "c2lnMw==" },
    { text: "", thoughtSignature: "c2lnNA==" },
    { functionCall: { id: "a1", name: "look", args: { at: 1 } }, thoughtSignature: "c2lnNQ==" },
  ];
  const answer = { candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }] };
  const [choice] = google.decodeReply(answer, contextFor("gemini-3-flash")).choices;
  expect(choice?.content).toBe("First this. It is 1.");
  expect(choice?.reasoning).toBe("Let me compute.");
  expect(choice?.finishReason).toBe("tool_calls");
  expect(sentBack(choice?.message as AssistantMessage, "gemini-3-flash")).toEqual(parts);
});

test("thinking from another provider is left out of the next turn, and that is told", () => {
  const message: AssistantMessage = {
    role: "assistant",
    content: "Hello",
    reasoning_details: [{ type: "text", dialect: "anthropic", text: "hm", signature: "s" }],
  };
  const { body, adaptations } = google.encodeRequest({ messages: [message] }, contextFor("gemini-2.5-flash"));
  expect(body.contents).toEqual([{ role: "model", parts: [{ text: "Hello" }] }]);
  expect(adaptations.map(({ field }) => field)).toEqual(["messages[0].reasoning_details[0]"]);
});

/** Google's parts with unsigned text that follows text made one, as its own client shows it. */
function joined(parts: Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    const isText = (one: Part | undefined): boolean => one !== undefined && Object.keys(one).join() === "text";
    if (isText(last) && isText(part)) result[result.length - 1] = { text: `${last?.text}${part.text}` };
    else if (!(isText(part) && part.text === "")) result.push(part);
  }
  return result.length === 0 ? [{ text: "" }] : result;
}
