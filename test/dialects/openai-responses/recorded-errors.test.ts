import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { openaiResponses } from "../../../src/dialects/openai-responses.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { responsesCalls } from "./support/recordings.ts";

const all = withoutSharedData === undefined ? responsesCalls("errors") : [];

describe.skipIf(withoutSharedData !== undefined)("recorded refusals", () => {
  test.each(all)("$name tells what the official client finds in it", async ({ response }) => {
    await using replay = await startReplay({ response });
    const client = new OpenAI({ apiKey: "judge", baseURL: replay.url, maxRetries: 0 });
    const judged = await client.responses.create({ model: "judged", input: "" }).then(
      () => expect.unreachable(),
      (error: unknown) => error as InstanceType<typeof OpenAI.APIError>,
    );
    const told = openaiResponses.decodeError(response.body.toString(), response.status);
    expect(told.status).toBe(judged.status);
    expect(told.message).toBeTruthy();
    if (typeof judged.code === "string") expect(told.code ?? told.type).toBe(judged.code);
    if (typeof judged.param === "string") expect(told.param).toBe(judged.param);
  });
});
