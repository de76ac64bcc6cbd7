import type { ConverseStreamCommandInput } from "@aws-sdk/client-bedrock-runtime";
import type { ChatChunk } from "../../chat.ts";
import { type CallRun, endOf } from "../http/call-run.ts";
import type { Runtime } from "./client.ts";
import { createConverseDecoder } from "./decode-stream.ts";
import type { EncodedConverse } from "./encode-request.ts";
import { asCallError, truncated } from "./failure.ts";
import type { SdkCall } from "./transport.ts";

/** The chunks of an answer as they come in. What ends without `messageStop` was cut, and is an error. @throws {CallError} */
export async function* streamConverse(
  run: CallRun,
  { input, adaptations, answerTool }: EncodedConverse,
  { sdk, send }: Runtime,
  call: SdkCall,
  secrets: readonly string[],
): AsyncGenerator<ChatChunk, void, undefined> {
  const sent = { ...input, modelId: run.model } as ConverseStreamCommandInput;
  const { stream } = await send(call, (client, how) => client.send(new sdk.ConverseStreamCommand(sent), how));
  const decoder = createConverseDecoder(answerTool);
  let firstContentMs: number | undefined;
  let isWhole = false;
  try {
    for await (const event of stream ?? []) {
      if (run.options.signal?.aborted) break;
      const chunk = decoder.push(event);
      if (chunk === undefined) continue;
      if (firstContentMs === undefined) {
        firstContentMs = performance.now() - run.started;
        call.answer?.contentSeen();
      }
      yield chunk;
    }
    if (run.options.signal?.aborted) throw new Error("aborted");
    if (!decoder.ended) throw truncated(run.target);
    isWhole = true;
  } catch (error) {
    // After the end marker only usage is missing, and an answer is whole without it.
    if (!decoder.ended || run.options.signal?.aborted) throw asCallError(error, call, secrets);
    isWhole = true;
  } finally {
    if (!isWhole) call.answer?.discard();
  }
  const words = decoder.finish();
  const end = endOf(run, { usage: words.usage }, call.answer?.status ?? 200);
  yield { ...words, end: { ...end, adaptations, ...(firstContentMs === undefined ? undefined : { firstContentMs }) } };
}
