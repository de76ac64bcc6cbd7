import { describe, expect, test } from "vitest";
import { google } from "../../../src/dialects/google.ts";
import { recordedCalls } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { contextFor, vertex } from "./support/contexts.ts";
import { sameBody } from "./support/same-body.ts";

const folders = ["chat/google", "chat/google-vertex", "errors/google", "errors/google-vertex"];
const calls =
  withoutSharedData === undefined
    ? folders.flatMap(recordedCalls).filter(({ api }) => /generatecontent|counttokens/i.test(api))
    : [];
const refused = calls.filter(({ name }) => name.includes("invalid-role"));
const sendable = calls.filter((call) => !refused.includes(call));

describe.skipIf(withoutSharedData !== undefined)("recorded requests", () => {
  test.each(sendable)("$name comes out of the encoder as it went in", ({ api, provider, request }) => {
    const { request: asked, model = "", stream } = google.decodeRequest(request.json, request.url);
    const context = contextFor(model, { stream, ...(provider === "google-vertex" ? { provider: vertex } : {}) });
    const encoded =
      api === "countTokens" ? google.counting?.encode(asked, context) : google.encodeRequest(asked, context);
    const { generateContentRequest: sent, ...direct } = (encoded?.body ?? {}) as Bodies;
    const { generateContentRequest: recorded, ...whole } = request.json as Bodies;
    const isWhole = sent !== undefined && recorded === undefined;
    expect(sameBody(sent ?? direct)).toEqual(
      sameBody(recorded ?? (isWhole ? { ...whole, model: `models/${model}` } : whole)),
    );
    expect(new URL(request.url).pathname).toSatisfy((path: string) => path.endsWith(`/${encoded?.path}`));
  });

  test.each(sendable)("$name asks for the same when it is read again", ({ request }) => {
    const first = google.decodeRequest(request.json, request.url);
    const { body } = google.encodeRequest(first.request, contextFor(first.model ?? "", { stream: first.stream }));
    expect(google.decodeRequest(body, request.url)).toEqual(first);
  });

  test.each(sendable)("$name is carried without a word left out", ({ request, provider }) => {
    const { request: asked, model = "", stream } = google.decodeRequest(request.json, request.url);
    const context = contextFor(model, { stream, ...(provider === "google-vertex" ? { provider: vertex } : {}) });
    expect(google.encodeRequest(asked, context).adaptations).toEqual([]);
  });

  test.each(refused)("$name is refused by us too, by the field that is wrong", ({ request }) => {
    const { request: asked, model = "" } = google.decodeRequest(request.json, request.url);
    expect(() => google.encodeRequest(asked, contextFor(model))).toThrow("messages[0].role");
  });
});

type Bodies = Record<string, Record<string, unknown>>;
