import { describe, expect, test } from "vitest";
import { openai } from "../../../src/dialects/openai.ts";
import { isRecord } from "../../../src/util/record.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { type Recording, recordings } from "./support/recordings.ts";

const asked: Recording[] =
  withoutSharedData === undefined
    ? recordings().filter(({ body }) => isRecord(body) && Array.isArray(body.messages))
    : [];

describe.skipIf(withoutSharedData !== undefined)("recorded request bodies", () => {
  test.each(asked)("$name comes out of the encoder as it was sent", ({ body, context }) => {
    const { request, model = "", stream } = openai.decodeRequest(body);
    const encoded = openai.encodeRequest(request, { ...context, model, stream });
    expect(withoutHarmless(encoded.body)).toEqual(withoutHarmless(body));
    expect(encoded.adaptations).toEqual([]);
  });

  test.each(asked)("$name is read the same from what the encoder made of it", ({ body, context }) => {
    const { request, model = "", stream } = openai.decodeRequest(body);
    const encoded = openai.encodeRequest(request, { ...context, model, stream });
    expect(openai.decodeRequest(encoded.body)).toEqual({ request, model, stream });
  });
});

/**
 * A body without what says nothing: a `null`, which is as if absent; `stream: false`, the default; the type of a tool
 * that is a function; and whether a stream tells usage, which we always want to know.
 */
function withoutHarmless(body: unknown): unknown {
  const { stream_options: _, stream, tools, ...rest } = withoutNulls(body) as Record<string, unknown>;
  return {
    ...rest,
    ...(stream === true ? { stream } : {}),
    ...(Array.isArray(tools) ? { tools: tools.map((tool) => ({ type: "function", ...tool })) } : {}),
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}
