import { isRecord } from "../../../src/util/record.ts";
import { type RecordedCall, recordedCalls } from "../../support/recorded-calls.ts";

/** A body that somebody sent, and the dialect it is in. */
export interface AskedBody {
  readonly name: string;
  readonly dialect: string;
  readonly body: unknown;
  readonly url?: string;
}

/** Every recorded body that asks a model for an answer, by the dialect it is in. */
export function askedBodies(): AskedBody[] {
  return ["chat", "errors"].flatMap(recordedCalls).flatMap((call): AskedBody[] => {
    const { name, request } = call;
    const dialect = isRecord(request.json) ? dialectOf(call, request.json) : undefined;
    return dialect === undefined ? [] : [{ name, dialect, body: request.json, url: request.url }];
  });
}

function dialectOf(
  { provider, api, request: { url } }: RecordedCall,
  body: Record<string, unknown>,
): string | undefined {
  if (/generatecontent/i.test(api)) return "google";
  if (/^converse/.test(api)) return "bedrock";
  if (api === "responses") return "openai-responses";
  if (provider === "ollama") return "ollama";
  if (!Array.isArray(body.messages)) return undefined;
  if (/\/v1\/messages(\?|$)/.test(url) || /anthropic\.claude.*\/invoke/.test(url)) return "anthropic";
  return provider !== "cohere" && /completions$|^v1-chat$/.test(api) ? "openai" : undefined;
}
