import type { ChatRequest, ContentPart } from "../../../../src/chat.ts";
import { google } from "../../../../src/dialects/google.ts";
import { contextFor } from "./contexts.ts";

/** What the user says where it does not matter. */
export const user = { role: "user", content: "hi" } as const;

type Options = Parameters<typeof contextFor>[1];

/** A turn of the conversation in Google's words. */
export interface Turn {
  role: string;
  parts: unknown[];
}

/** A request as it goes out, and the fields that were not carried as asked. */
export function encode(request: Partial<ChatRequest>, model = "gemini-2.5-flash", options: Options = {}) {
  const context = contextFor(model, options);
  const { body, adaptations, ...call } = google.encodeRequest({ messages: [user], ...request }, context);
  const turns = body.contents as Turn[];
  return { ...call, body, turns, fields: adaptations.map(({ field }) => field) };
}

/** What one piece of content becomes. */
export function withPart(part: ContentPart, model?: string, options?: Options): unknown {
  return encode({ messages: [{ role: "user", content: [part] }] }, model, options).turns[0]?.parts[0];
}
