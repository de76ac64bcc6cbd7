import { recordedCalls } from "./recorded-calls.ts";

/** The bodies of all recorded streams of one framing. */
export function recordedStreams(framing: "sse" | "ndjson"): { name: string; body: Buffer }[] {
  const type = framing === "sse" ? /event-stream/ : /ndjson/;
  return recordedCalls("chat")
    .filter(({ response }) => type.test(response.headers["content-type"] ?? "") && response.body.length > 0)
    .map(({ name, response }) => ({ name, body: response.body }));
}
