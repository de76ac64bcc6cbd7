import { describe, expect, test } from "vitest";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { isRecord } from "../../../src/util/record.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { contextOf, responsesCalls } from "./support/recordings.ts";
import { asEncoded } from "./support/same-body.ts";

const all =
  withoutSharedData === undefined
    ? [...responsesCalls("chat"), ...responsesCalls("errors")].filter(({ request }) => isRecord(request.json))
    : [];

describe.skipIf(withoutSharedData !== undefined)("recorded requests", () => {
  test.each(all)("$name comes out as it was put", ({ request: { json } }) => {
    if (!isRecord(json)) throw new Error("no body");
    const { request, model = "", stream } = openaiResponses.decodeRequest(json);
    const { path, body, adaptations } = openaiResponses.encodeRequest(request, contextOf(stream, model));
    expect(path).toBe("responses");
    expect(body).toEqual(asEncoded(json));
    expect(adaptations).toEqual([]);
    expect(openaiResponses.decodeRequest(body).request).toEqual(request);
  });
});
