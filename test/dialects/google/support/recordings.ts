import { readdirSync, readFileSync } from "node:fs";
import type { CallContext } from "../../../../src/dialect.ts";
import { google } from "../../../../src/dialects/google.ts";
import { type RecordedCall, recordedCalls } from "../../../support/recorded-calls.ts";
import { sharedPath } from "../../../support/shared-data.ts";
import { contextFor, vertex } from "./contexts.ts";

/** An answer to be read, and the call it answers. */
export interface Recording extends Pick<RecordedCall, "name" | "response"> {
  context: CallContext;
  request?: RecordedCall["request"];
}

/** Every recorded call of `generateContent` and `streamGenerateContent`. */
export function recordings(): Recording[] {
  return ["chat/google", "chat/google-vertex"].flatMap(recordedCalls).flatMap((call) => {
    const { model = "unknown", stream } = google.decodeRequest(call.request.json, call.request.url);
    if (call.api === "countTokens") return [];
    const provider = call.provider === "google-vertex" ? { provider: vertex } : {};
    const context = contextFor(model, { stream, ...provider });
    return [{ name: call.name, request: call.request, response: framed(call.response, stream), context }];
  });
}

/** Every answer kept beside another client, one event of its streams a line. */
export function fixtures(): Recording[] {
  const folder = "chat-vercel-ai-fixtures/google";
  const files = readdirSync(sharedPath(folder)).filter(
    (file) => /^google-.*\.(?:json|txt)$/.test(file) && !/429/.test(file),
  );
  return files.sort().map((file) => {
    const text = readFileSync(sharedPath(`${folder}/${file}`), "utf8");
    const stream = file.endsWith(".txt");
    const body = stream ? eventStream(text.split("\n").filter((line) => line.trim() !== "")) : Buffer.from(text);
    const response = { status: 200, headers: { "content-type": typeFor(stream) }, body };
    return { name: `${folder}/${file}`, response, context: contextFor("gemini-3-pro-preview", { stream }) };
  });
}

/** Streams asked for without `alt=sse` were recorded as one list; we ask for events, which hold the same. */
function framed(response: RecordedCall["response"], stream: boolean): RecordedCall["response"] {
  const text = response.body.toString("utf8");
  if (!stream || !text.trimStart().startsWith("[")) return response;
  const events = (JSON.parse(text) as unknown[]).map((event) => JSON.stringify(event));
  return { ...response, headers: { "content-type": typeFor(true) }, body: eventStream(events) };
}

function eventStream(events: readonly string[]): Buffer {
  return Buffer.from(events.map((event) => `data: ${event}\r\n\r\n`).join(""));
}

function typeFor(stream: boolean): string {
  return stream ? "text/event-stream" : "application/json";
}
