import { describe, expect, it } from "vitest";
import { CallError } from "../../../src/call-error.ts";
import type { CallContext } from "../../../src/dialect.ts";
import { anthropic } from "../../../src/dialects/anthropic.ts";
import { anthropic as provider } from "../../../src/providers/anthropic.ts";
import { isRecord } from "../../../src/util/record.ts";
import { type RecordedCall, recordedCalls } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";

const context = (model: string, stream = false): CallContext => ({ model, provider, facts: {}, stream });

const requests = withoutSharedData === undefined ? recordedRequests() : [];

describe.skipIf(withoutSharedData !== undefined)("recorded requests", () => {
  it.each(byName(requests))("%s comes out as it went in", (_, { request: { json, url } }) => {
    const sent = json as Record<string, unknown>;
    const { request, model, stream } = anthropic.decodeRequest(sent, url);
    const { body } = anthropic.encodeRequest(request, context(model ?? "", stream));
    expect(body).toEqual(asOurs(sent));
    expect(anthropic.decodeRequest(body, url)).toEqual({ request, model, stream });
    expect(model).toBeDefined();
  });

  it("use words of ours wherever there are any", () => {
    const extras = requests.map(({ request: { json, url } }) =>
      Object.keys(anthropic.decodeRequest(json, url).request.extra ?? {}),
    );
    const known = ["thinking", "output_config", "cache_control", "anthropic_version", "container", "temperature"];
    expect(extras.flat().filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(byName(callsIn("chat/anthropic/count-tokens")))("%s is counted as it was", (_, { request, response }) => {
    const { request: asked, model = "" } = anthropic.decodeRequest(request.json, request.url);
    const { path, body } = anthropic.counting.encode(asked, context(model));
    expect(path).toBe("v1/messages/count_tokens");
    expect(body).toEqual(request.json);
    const told = JSON.parse(response.body.toString("utf8"));
    expect(anthropic.counting.decode(told)).toBe(told.input_tokens);
  });
});

describe.skipIf(withoutSharedData !== undefined)("recorded errors", () => {
  it.each(byName(callsIn("errors/anthropic")))("%s tells kind and words", (_, { response }) => {
    const body = JSON.parse(response.body.toString("utf8"));
    const { status, type, message } = anthropic.decodeError(body, response.status);
    expect(status).toBe(response.status);
    expect(type).toBe(body.error.type);
    expect(message).toBe(body.error.message);
    expect(() => anthropic.decodeReply(body, context("m"))).toThrow(CallError);
  });
});

function byName<Call extends { name: string }>(calls: readonly Call[]): (readonly [string, Call])[] {
  return calls.map((call) => [call.name, call] as const);
}

function recordedRequests(): RecordedCall[] {
  const all = [
    ...recordedCalls("chat/anthropic/messages"),
    ...recordedCalls("errors/anthropic"),
    ...recordedCalls("chat/bedrock"),
  ];
  return all.filter(({ request: { url, json } }) => {
    if (!isRecord(json) || !Array.isArray(json.messages)) return false;
    return /\/v1\/messages(\?|$)/.test(url) || /anthropic\.claude.*\/invoke/.test(url);
  });
}

// What our words leave out of a request, as it says the same without them.
function asOurs({ stream, ...body }: Record<string, unknown>): Record<string, unknown> {
  return stream === true ? { ...body, stream } : body;
}

function callsIn(folder: string): RecordedCall[] {
  return withoutSharedData === undefined ? recordedCalls(folder) : [];
}
