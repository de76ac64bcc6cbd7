import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/config/config-error.ts";
import { migrate } from "../../../src/config/migrate.ts";
import { readShared, sharedPath, withoutSharedData } from "../../support/shared-data.ts";
import { errorsIn } from "./support/check-clean.ts";

/** What became of a file: it is clean, comes with a list of what is missing, or nothing of it could be carried over. */
async function outcomeOf(text: string): Promise<"clean" | "with a list" | "nothing" | "refused"> {
  try {
    const { yaml, carried, unsupported } = await migrate(text);
    if (carried === 0) {
      expect(yaml).toBe("");
      expect(unsupported, text).not.toEqual([]);
      return "nothing";
    }
    expect(await errorsIn(yaml), `${text}\n→\n${yaml}`).toEqual([]);
    return unsupported.length === 0 ? "clean" : "with a list";
  } catch (error) {
    if (error instanceof ConfigError) return "refused";
    throw error;
  }
}

async function count(texts: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) {
    const outcome = await outcomeOf(text);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

async function filesIn(folder: string): Promise<[string, string][]> {
  const names = await readdir(sharedPath(folder));
  return Promise.all(
    names.map(async (name) => [name, await readFile(sharedPath(`${folder}/${name}`), "utf8")] as [string, string]),
  );
}

describe.skipIf(withoutSharedData !== undefined)("migrating recorded files", () => {
  it("carries every user's LiteLLM config over, or lists what is missing", async () => {
    const files = await filesIn("configs/litellm");
    const { refused, nothing } = await count(files.map(([, text]) => text));
    expect({ refused, nothing }).toEqual({});
  });

  it("carries every valid example of LiteLLM's documentation over, or lists what is missing", async () => {
    const examples = (await readShared("configs/litellm-docs-examples.json")) as { yaml: string; parses: boolean }[];
    const counts = await count(examples.filter(({ parses }) => parses).map(({ yaml }) => yaml));
    expect(counts.refused).toBeUndefined();
    expect(counts.nothing).toBeLessThan(90);
  }, 60_000);

  it("carries Portkey's own examples over, but for prompts that only Portkey has", async () => {
    const configs = (await readShared("configs/portkey-configs.json")) as { text: string }[];
    expect(await count(configs.map(({ text }) => text))).toMatchObject({ nothing: 2 });
  });

  it("refuses the files of other gateways, and says what they look like", async () => {
    const files = (await filesIn("configs/other")).filter(([name]) => !name.includes("litellm"));
    expect(files.length).toBeGreaterThan(10);
    for (const [name, text] of files) await expect(migrate(text), name).rejects.toThrow(/looks like/);
  });
});
