import { CallError } from "../../call-error.ts";
import type { ChatChoice, ChatReply } from "../../chat.ts";

/** The first of several answers; where none came, the answer is not what was asked for. @throws {CallError} */
export function firstOf(choices: readonly ChatChoice[]): ChatChoice {
  const [first] = choices;
  if (first !== undefined) return first;
  const message = "the answer holds no message; check that the base URL is the API's and that the dialect is right";
  throw new CallError("malformed_answer", message, { fault: "target", retryable: true });
}

/** The first of several answers as a reply shows it. @throws {CallError} */
export function choiceOf(
  choices: readonly ChatChoice[],
): Pick<ChatReply, "content" | "reasoning" | "toolCalls" | "finishReason" | "message"> {
  const { content, reasoning, toolCalls, finishReason, message } = firstOf(choices);
  return { content, ...(reasoning !== undefined && { reasoning }), toolCalls, finishReason, message };
}
