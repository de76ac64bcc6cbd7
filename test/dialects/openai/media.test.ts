import { expect, test } from "vitest";
import { media } from "../../../src/dialects/openai/media.ts";
import { contextFor } from "./support/recordings.ts";

const context = contextFor("openai", false, "m");

test("an image is asked for by its prompt, and a provider's own fields win", () => {
  const request = { prompt: "a cat", n: 2, size: "256x256", extra: { moderation: "low", n: 1 } };
  expect(media.encodeImage(request, context)).toEqual({
    path: "images/generations",
    body: { model: "m", prompt: "a cat", size: "256x256", n: 1, moderation: "low" },
    adaptations: [],
  });
});

test("images come by address or in base64, with what they used", () => {
  const usage = { input_tokens: 10, output_tokens: 20, total_tokens: 30 };
  const data = [{ url: "https://example.com/a.png", revised_prompt: "a grey cat" }, { b64_json: "AA==" }];
  const read = media.decodeImage({ data, usage }, context);
  expect(read.images).toEqual([{ url: "https://example.com/a.png", revisedPrompt: "a grey cat" }, { base64: "AA==" }]);
  expect(read.usage).toMatchObject({ totalInput: 10, totalOutput: 20 });
});

test.each([[{}], [{ data: [{}] }], [{ data: [null] }], [null]])("%j is no answer with images", (body) => {
  expect(() => media.decodeImage(body, context)).toThrowError(expect.objectContaining({ code: "malformed_answer" }));
});

test("a recording goes out as a form with its name and fields", async () => {
  const request = {
    file: new Uint8Array([1, 2, 3]),
    filename: "speech.mp3",
    language: "en",
    temperature: 0,
    timestamp_granularities: ["word", "segment"],
    extra: { chunking_strategy: { type: "server_vad" } },
  } as const;
  const { path, form } = media.encodeTranscription(request, context);
  const { file, ...fields } = Object.fromEntries([...form].filter(([name]) => !name.endsWith("[]")));
  expect(path).toBe("audio/transcriptions");
  expect(file).toMatchObject({ name: "speech.mp3", size: 3 });
  expect(new Uint8Array(await (file as File).arrayBuffer())).toEqual(request.file);
  expect(fields).toEqual({ model: "m", language: "en", temperature: "0", chunking_strategy: '{"type":"server_vad"}' });
  expect(form.getAll("timestamp_granularities[]")).toEqual(["word", "segment"]);
});

test("a transcript is its text, in JSON or bare, with how long it took to say", () => {
  expect(media.decodeTranscription("1\n00:00 --> 00:01\nHi", context)).toEqual({ text: "1\n00:00 --> 00:01\nHi" });
  expect(
    media.decodeTranscription({ text: "Hi", language: "english", duration: 1.5, segments: [{ id: 0 }] }, context),
  ).toEqual({ text: "Hi", language: "english", durationSeconds: 1.5, segments: [{ id: 0 }] });
  expect(media.decodeTranscription({ text: "Hi", usage: { type: "duration", seconds: 3 } }, context)).toEqual({
    text: "Hi",
    durationSeconds: 3,
  });
  expect(() => media.decodeTranscription({ error: "no" }, context)).toThrowError(
    expect.objectContaining({ code: "malformed_answer" }),
  );
});

test("a text is spoken in a voice", () => {
  const request = { input: "Hi", voice: "alloy", response_format: "wav", speed: 1.5 } as const;
  expect(media.encodeSpeech(request, context)).toEqual({
    path: "audio/speech",
    body: { model: "m", ...request },
    adaptations: [],
  });
});
