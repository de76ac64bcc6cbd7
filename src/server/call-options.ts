import type { IncomingHttpHeaders } from "node:http";
import type { RouterCallOptions } from "../router.ts";
import type { Writable } from "../util/writable.ts";
import type { Exchange } from "./exchange.ts";
import { Refusal } from "./refusal.ts";

/** What a client may say to the provider beside its body; everything else it sends ends here, its keys above all. */
const PASSED_ON = ["anthropic-beta", "openai-beta", "traceparent", "tracestate"] as const;

const MOST_TAGS = 32;
const TAG = /^[\w.:/=@+-]{1,64}$/;
const SESSION = /^[!-~]{1,256}$/;

/** How a call goes along its route, as the headers of its request say. @throws {Refusal} for tags that are none */
export function callOptions(exchange: Exchange): RouterCallOptions {
  const { caller, signal } = exchange;
  const { headers } = exchange.request;
  const options: Writable<RouterCallOptions> = { signal };
  if (caller !== undefined) options.caller = caller;
  const tags = headers["x-modelmall-tags"];
  if (tags !== undefined) options.tags = readTags(tags);
  const session = headers["x-session-id"];
  if (typeof session === "string" && SESSION.test(session)) options.sessionKey = session;
  const passed = passedOn(headers);
  if (passed !== undefined) options.headers = passed;
  return options;
}

function readTags(header: string | readonly string[]): string[] {
  const tags = String(header)
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  if (tags.length <= MOST_TAGS && tags.every((tag) => TAG.test(tag))) return tags;
  const expected = `expected at most ${MOST_TAGS} tags of letters, digits and . : / = @ + - _, with commas between them`;
  throw new Refusal("invalid_request", `x-modelmall-tags: ${expected}`, { field: "x-modelmall-tags" });
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string> | undefined {
  let passed: Record<string, string> | undefined;
  for (const name of PASSED_ON) {
    const value = headers[name];
    if (typeof value !== "string") continue;
    passed ??= {};
    passed[name] = value;
  }
  return passed;
}
