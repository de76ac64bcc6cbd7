import type { Step } from "../../support/loopback.ts";
import { readShared } from "../../support/shared-data.ts";

interface Recording {
  response: { status: number; headers: Record<string, string>; json?: unknown; text?: string };
}

/** A recorded answer of a chat endpoint as a step of the loopback server, and its JSON where it is one. */
export async function recordedAnswer<Json>(path: string): Promise<{ step: Step; json: Json }> {
  const { status, headers, json, text } = ((await readShared(path)) as Recording).response;
  const type = headers["content-type"] ?? "application/json";
  return {
    step: { status, headers: { "content-type": type }, ...(text === undefined ? { json } : { body: text }) },
    json: json as Json,
  };
}
