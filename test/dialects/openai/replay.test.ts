import { afterAll, describe, expect, test } from "vitest";
import { createWire } from "../../../src/wire/create-wire.ts";
import { startReplay } from "../../support/recorded-calls.ts";
import { withoutSharedData } from "../../support/shared-data.ts";
import { judge } from "./support/judge.ts";
import { agreeing, readAnswer } from "./support/read-answer.ts";
import { fixtures, type Recording, recordings } from "./support/recordings.ts";

const all: Recording[] = withoutSharedData === undefined ? [...recordings(), ...fixtures()] : [];
const wire = createWire({ env: {} });
afterAll(() => wire.close());

describe.skipIf(withoutSharedData !== undefined)("recorded answers, over a real socket", () => {
  test.each(all)("$name says what the official client reads in it", async ({ response, context }) => {
    await using replay = await startReplay({ response });
    const judged = await judge(replay.url, context.stream).catch((error: unknown) => error as Error);
    if (judged instanceof Error) {
      await expect(readAnswer(wire, replay.url, context)).rejects.toMatchObject({ name: "CallError" });
      return;
    }
    const { reading, usage, ended } = await readAnswer(wire, replay.url, context);
    expect(reading.choices).toEqual(judged.choices);
    expect(agreeing(usage, judged.usage)).toEqual(judged.usage);
    expect(ended).toBe(true);
  });
});
