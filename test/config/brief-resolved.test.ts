import { beforeAll, describe, expect, it } from "vitest";
import { explain } from "../../src/config/explain.ts";
import { checkConfig } from "../../src/config/load.ts";
import { resolve } from "../../src/config/resolve.ts";
import type { Catalogue } from "../../src/config.ts";
import { catalogueOf } from "../../src/manager/catalogue.ts";
import { createManager } from "../../src/manager.ts";
import { memory } from "../../src/stores/memory.ts";
import { briefBlocks, withoutBrief } from "../support/brief-blocks.ts";

const env = { OPENAI_API_KEY: "key-1", ANTHROPIC_API_KEY: "key-2", ENV_VAR: "key-3" };
/** Names of which the documents do not say where they run, and no provider's own. */
const LEADING_NOWHERE = new Set(["llama-3", "[model_name]"]);

describe.skipIf(withoutBrief !== undefined)(
  "every config of the user's documents, beside the packaged catalogue",
  () => {
    let catalogue: Catalogue;

    beforeAll(async () => {
      const manager = await createManager({ store: memory() });
      await manager.discover("catalog");
      catalogue = catalogueOf(manager.registry);
    });

    it.each(briefBlocks)("$name loads, and each of its names leads to targets and is explained", async ({ text }) => {
      const { config, problems } = await checkConfig({ text }, { env, catalogue });
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(config?.models.size).toBeGreaterThan(0);
      for (const { name, aliases } of config?.models.values() ?? []) {
        for (const asked of [name, ...aliases]) {
          const { steps, route } = explain(config as NonNullable<typeof config>, asked, { catalogue });
          expect(steps.at(0)).toMatchObject({ kind: "asked", subject: asked });
          if (LEADING_NOWHERE.has(name)) {
            expect(steps.at(-1)?.kind).toBe("failed");
            continue;
          }
          expect(route?.targets.length).toBeGreaterThan(0);
          expect(route).toEqual(resolve(config as NonNullable<typeof config>, asked, { catalogue }));
        }
      }
    });
  },
);
