import { afterAll, describe, expect, test } from "vitest";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { createWire } from "../../../src/wire/create-wire.ts";
import { judgeResponse } from "../../support/judges.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { readAnswer } from "./support/read-answer.ts";
import { fixtures, type Recording, recordings } from "./support/recordings.ts";

const all: Recording[] = withoutSharedData === undefined ? [...recordings(), ...fixtures()] : [];
/** Recorded among the answers, but none: refusals, an answer of Chat Completions, a fixture that is broken JSON. */
const REFUSALS = new Set([
  "azure/azure-deepseek-reasoning.1.json",
  "openai/responses/openai-error.1.chunks.txt",
  "openai/responses/openai-error.1.json",
  "openai/responses/parallel-tool-call-wrapper.1.chunks.txt",
  "openai/responses/reasoning-model-temperature-error.json",
]);

const WAITING = new Set([
  "mcp_approval_request",
  "apply_patch_call",
  "local_shell_call",
  "shell_call",
  "tool_search_call",
]);
const wire = createWire({ env: {} });
afterAll(() => wire.close());

describe.skipIf(withoutSharedData !== undefined)("recorded answers, over a real socket", () => {
  test.each(all.filter(({ name }) => REFUSALS.has(name)))("$name is an error", async ({ response, context }) => {
    await using replay = await startReplay({ response });
    await expect(readAnswer(wire, replay.url, context)).rejects.toMatchObject({ name: "CallError" });
  });

  test.each(all.filter(({ name }) => !REFUSALS.has(name)))(
    "$name says what the official client reads in it",
    async ({ response, context }) => {
      await using replay = await startReplay({ response });
      const judged = await judgeResponse({ url: replay.url, stream: context.stream });
      const { judgement, ended, finishReasonRaw = "" } = await readAnswer(wire, replay.url, context);
      // To the client an answer is complete that waits for an approval or for a patch to be applied.
      if (WAITING.has(finishReasonRaw)) expect(judged.finishReason).toBe("stop");
      expect(judgement).toEqual(WAITING.has(finishReasonRaw) ? { ...judged, finishReason: "other" } : judged);
      expect(ended).toBe(true);
    },
  );

  test.each(all.filter(({ name, context }) => !context.stream && !REFUSALS.has(name)))(
    "what the model did in $name goes back item by item, in order",
    ({ response, context }) => {
      const answer = JSON.parse(response.body.toString());
      const message = openaiResponses.decodeReply(answer, context).choices[0]?.message;
      if (message === undefined) throw new Error("no message");
      const { body, adaptations } = openaiResponses.encodeRequest({ messages: [message] }, context);
      expect(adaptations).toEqual([]);
      expect(typesOf(body.input)).toEqual(typesOf(answer.output));
    },
  );
});

function typesOf(items: unknown): unknown[] {
  return (items as { type?: string }[]).map(({ type = "message" }) => type);
}
