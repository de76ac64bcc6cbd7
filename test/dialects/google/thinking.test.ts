import { expect, test } from "vitest";
import type { ReasoningEffort } from "../../../src/chat.ts";
import { google } from "../../../src/dialects/google.ts";
import type { Facts } from "../../../src/model.ts";
import { contextFor } from "./support/contexts.ts";

function thinking(model: string, effort: ReasoningEffort, facts: Facts = {}) {
  const request = { messages: [{ role: "user" as const, content: "hi" }], reasoning_effort: effort };
  const { body, adaptations } = google.encodeRequest(request, contextFor(model, { facts }));
  const { thinkingConfig } = (body.generationConfig ?? {}) as { thinkingConfig?: Record<string, unknown> };
  return { ...thinkingConfig, isBent: adaptations.some(({ field }) => field === "reasoning_effort") };
}

test.each<[string, ReasoningEffort, object]>([
  ["gemini-2.5-flash", "none", { thinkingBudget: 0, isBent: false }],
  ["gemini-2.5-pro", "none", { thinkingBudget: 128, isBent: true }],
  ["gemini-2.5-flash", "minimal", { thinkingBudget: 1_024, includeThoughts: true, isBent: false }],
  ["gemini-2.5-flash", "medium", { thinkingBudget: 8_192, includeThoughts: true, isBent: false }],
  ["gemini-2.5-flash", "high", { thinkingBudget: 24_576, includeThoughts: true, isBent: false }],
  ["gemini-2.5-pro", "max", { thinkingBudget: 32_768, includeThoughts: true, isBent: true }],
  ["gemini-3-flash-preview", "none", { thinkingLevel: "MINIMAL", isBent: true }],
  ["gemini-3-flash-preview", "medium", { thinkingLevel: "MEDIUM", includeThoughts: true, isBent: false }],
  ["gemini-3-pro-preview", "medium", { thinkingLevel: "HIGH", includeThoughts: true, isBent: true }],
  ["gemini-3.1-pro-preview", "medium", { thinkingLevel: "MEDIUM", includeThoughts: true, isBent: false }],
  ["gemini-3.1-pro-preview", "minimal", { thinkingLevel: "LOW", includeThoughts: true, isBent: true }],
  ["gemini-3.6-flash", "minimal", { thinkingLevel: "MINIMAL", includeThoughts: true, isBent: false }],
  ["gemini-3.7-flash", "minimal", { thinkingLevel: "LOW", includeThoughts: true, isBent: true }],
  ["gemini-3.8-flash", "none", { thinkingLevel: "LOW", isBent: true }],
  ["gemini-flash-latest", "minimal", { thinkingLevel: "LOW", includeThoughts: true, isBent: true }],
  ["gemini-3.8-flash-lite", "minimal", { thinkingLevel: "MINIMAL", includeThoughts: true, isBent: false }],
  ["gemini-flash-lite-latest", "minimal", { thinkingLevel: "MINIMAL", includeThoughts: true, isBent: false }],
  ["gemini-flash-latest", "xhigh", { thinkingLevel: "HIGH", includeThoughts: true, isBent: true }],
  ["gemini-2.0-flash", "high", { isBent: true }],
  ["gemini-2.0-flash", "none", { isBent: false }],
  ["gemma-3-27b-it", "low", { isBent: true }],
])("%s asked to think at %s", (model, effort, expected) => {
  expect(thinking(model, effort)).toEqual(expected);
});

test("what is known of a model wins over what its name says", () => {
  expect(thinking("gemini-2.5-flash-image", "low", { capabilities: { reasoning: false } })).toEqual({ isBent: true });
  expect(thinking("gemma-9", "low", { capabilities: { reasoning: true } })).toMatchObject({ thinkingLevel: "LOW" });
});

test.each([
  [{ thinkingBudget: 0 }, "none"],
  [{ thinking_budget: 512, includeThoughts: true }, "low"],
  [{ thinkingBudget: 4_096 }, "medium"],
  [{ thinkingBudget: 20_000 }, "high"],
  [{ thinkingBudget: -1 }, undefined],
  [{ thinkingLevel: "HIGH" }, "high"],
  [{ includeThoughts: true }, undefined],
])("a caller's %j is the effort %s, and goes to Google as it came", (thinkingConfig, effort) => {
  const body = { contents: [{ parts: [{ text: "hi" }] }], generationConfig: { thinkingConfig } };
  const { request } = google.decodeRequest(body, "https://g/v1beta/models/gemini-2.5-pro:generateContent");
  expect(request.reasoning_effort).toBe(effort);
  const sent = google.encodeRequest(request, contextFor("gemini-2.5-pro")).body.generationConfig;
  expect(sent).toEqual({ thinkingConfig });
});
