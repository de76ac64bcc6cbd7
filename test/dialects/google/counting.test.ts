import { expect, test } from "vitest";
import { google } from "../../../src/dialects/google.ts";
import { contextFor, vertex } from "./support/contexts.ts";

const { counting } = google;
if (counting === undefined) throw new Error("the dialect counts");
const request = {
  messages: [
    { role: "system" as const, content: "Be brief." },
    { role: "user" as const, content: "hi" },
  ],
  extra: { safetySettings: [] },
};
const said = {
  contents: [{ role: "user", parts: [{ text: "hi" }] }],
  systemInstruction: { parts: [{ text: "Be brief." }] },
};

test("the Gemini API counts a request whole", () => {
  expect(counting.encode(request, contextFor("gemini-2.5-flash"))).toMatchObject({
    path: "v1beta/models/gemini-2.5-flash:countTokens",
    body: { generateContentRequest: { model: "models/gemini-2.5-flash", ...said, safetySettings: [] } },
  });
});

test("Vertex AI counts what it knows of one", () => {
  const { path, body } = counting.encode(request, contextFor("gemini-2.5-flash", { provider: vertex }));
  expect(path).toBe("publishers/google/models/gemini-2.5-flash:countTokens");
  expect(body).toEqual(said);
});

test("a count is a number, and none is zero", () => {
  expect(counting.decode({ totalTokens: 8, promptTokensDetails: [] })).toBe(8);
  expect(counting.decode({})).toBe(0);
  for (const body of [null, { totalTokens: "8" }, { totalTokens: -1 }, { error: {} }]) {
    expect(() => counting.decode(body)).toThrow(expect.objectContaining({ code: "malformed_answer" }));
  }
});
