import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { classify } from "../../../src/call-error/classify.ts";
import { google } from "../../../src/dialects/google.ts";
import { createWire } from "../../../src/wire/create-wire.ts";
import { recordedCalls, startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { contextFor } from "./support/contexts.ts";
import { judge } from "./support/judge.ts";
import { readAnswer } from "./support/read-answer.ts";
import { fixtures, type Recording, recordings } from "./support/recordings.ts";

const all: Recording[] = withoutSharedData === undefined ? [...recordings(), ...fixtures()] : [];
/** Arguments that come in pieces, which the official client hands on as they are. */
const inPieces = (name: string): boolean => /stream-tool-call|no-args-tool-call/.test(name);
const wire = createWire({ env: {} });

// The official client says on the console that it drops what is no text.
beforeAll(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));
afterAll(() => wire.close());

describe.skipIf(withoutSharedData !== undefined)("recorded answers, over a real socket", () => {
  test.each(all.filter(({ name }) => !inPieces(name)))(
    "$name says what the official client reads in it",
    async ({ response, context }) => {
      await using replay = await startReplay({ response });
      const judged = await judge(replay.url, context.model, context.stream);
      expect(await readAnswer(wire, replay.url, context)).toEqual(judged);
    },
  );

  const streams = all.filter(({ context }) => context.stream);
  test.each(streams)("$name says the same however it is cut", async ({ response, context }) => {
    await using whole = await startReplay({ response });
    const expected = await readAnswer(wire, whole.url, context);
    for (const every of [7, 1_024]) {
      await using replay = await startReplay(
        { response },
        { every: Math.max(every, Math.ceil(response.body.length / 400)) },
      );
      expect(await readAnswer(wire, replay.url, context)).toEqual(expected);
    }
  });

  test("one stream says the same when it is cut after any byte", async () => {
    const shortest = streams.toSorted((a, b) => a.response.body.length - b.response.body.length)[0];
    if (shortest === undefined) throw new Error("no stream was recorded");
    const { response, context } = shortest;
    await using whole = await startReplay({ response });
    const expected = await readAnswer(wire, whole.url, context);
    await using replay = await startReplay({ response }, { every: 1 });
    expect(await readAnswer(wire, replay.url, context)).toEqual(expected);
  });

  test.each(streams)("$name cut before its end is not taken for whole", async ({ response, context }) => {
    const body = response.body.subarray(0, response.body.lastIndexOf("data:"));
    await using replay = await startReplay({ response: { ...response, body } });
    await expect(readAnswer(wire, replay.url, context)).rejects.toThrow("the stream has no end");
  });

  test.each([
    ["google-stream-tool-call-arguments.chunks.txt", { location: "San Francisco" }],
    ["google-stream-no-args-tool-call.chunks.txt", { id: "C" }],
    [
      "google-stream-tool-call-array-arguments-missing-terminal-function-call.chunks.txt",
      { operations: [{ itemid: "apple_001" }, { itemid: "banana_001", price: 0.3 }] },
    ],
    [
      "google-vertex-stream-tool-call-arguments-nested.1.chunks.txt",
      { recipe: { name: "Lasagna", ingredients: expect.toSatisfy((list: unknown[]) => list.length === 10) } },
    ],
  ])("%s gives the arguments of its last call whole", async (file, args) => {
    const recording = all.find(({ name }) => name.endsWith(file));
    if (recording === undefined) throw new Error(`${file} is not there`);
    await using replay = await startReplay(recording);
    const { calls } = await readAnswer(wire, replay.url, recording.context);
    expect(calls.at(-1)?.args).toMatchObject(args);
  });

  test.each(["errors/google", "errors/google-vertex", "errors/_transcribed/google"])(
    "%s: every refusal tells what it was",
    (folder) => {
      for (const { name, response } of recordedCalls(folder)) {
        const told = google.decodeError(JSON.parse(response.body.toString()), response.status);
        expect(told.message, name).toEqual(expect.any(String));
        expect(told.status, name).toBe(response.status);
        const error = classify(told, { provider: "google", status: response.status });
        const expected = { 403: ["forbidden", "model_not_found", "invalid_request"], 404: ["model_not_found"] }[
          response.status
        ];
        if (expected !== undefined) expect(expected, name).toContain(error.code);
      }
    },
  );

  test("a recorded count is read", () => {
    for (const call of ["chat/google", "chat/google-vertex"].flatMap(recordedCalls)) {
      if (call.api !== "countTokens") continue;
      const body = JSON.parse(call.response.body.toString());
      expect(google.counting?.decode(body)).toBe(body.totalTokens);
    }
  });

  test("all of it is read in the words of a reply", () => {
    for (const { response, context } of all) {
      if (context.stream) continue;
      const reply = google.decodeReply(JSON.parse(response.body.toString()), contextFor(context.model));
      expect(reply.usage?.suspect).toBeUndefined();
      expect(reply.choices[0]?.finishReason).not.toBe("other");
    }
  });
});
