import { describe, expect, it } from "vitest";
import { explain } from "../../../src/config/explain.ts";
import { resolve } from "../../../src/config/resolve.ts";
import type { Catalogue } from "../../../src/config.ts";
import { catalogueWith, configOf } from "../support/config-of.ts";
import { idsOf } from "../support/of-route.ts";

/** A catalogue in which models have names of their own. */
function naming(names: Record<string, string>, facts: Parameters<typeof catalogueWith>[0] = {}): Catalogue {
  return { ...catalogueWith(facts), target: (name) => (Object.hasOwn(names, name) ? names[name] : undefined) };
}

const CONFIG = `models: { writer: openai/gpt-4 }
backends: { lab: { provider: custom, base_url: "http://localhost:8000/v1" } }
`;

describe("a name that only the catalogue knows", () => {
  it("leads to the target it means, and keeps the name that was asked for", async () => {
    const route = resolve(await configOf(CONFIG), "big", { catalogue: naming({ big: "openai/gpt-4o" }) });
    expect([route.asked, route.name, ...idsOf(route)]).toEqual(["big", "openai/gpt-4o", "openai/gpt-4o"]);
  });

  it("counts after a name of the config, and leads to that where it means one", async () => {
    const catalogue = naming({ writer: "openai/other", author: "writer" });
    const config = await configOf(CONFIG);
    expect(idsOf(resolve(config, "writer", { catalogue }))).toEqual(["openai/gpt-4"]);
    expect(resolve(config, "author", { catalogue })).toMatchObject({ asked: "author", name: "writer" });
  });

  it("may be an id that is called otherwise at its provider, but not one behind a backend that is written down", async () => {
    const catalogue = naming({ "anthropic/claude-3": "anthropic/claude-3-20240229", "lab/x": "lab/y" });
    const config = await configOf(CONFIG);
    expect(idsOf(resolve(config, "anthropic/claude-3", { catalogue }))).toEqual(["anthropic/claude-3-20240229"]);
    expect(idsOf(resolve(config, "lab/x", { catalogue }))).toEqual(["lab/x"]);
  });

  it("is forgotten when the catalogue changes", async () => {
    const config = await configOf(CONFIG);
    const names: Record<string, string> = { big: "openai/gpt-4o" };
    let version = 1;
    const catalogue: Catalogue = {
      ...naming(names),
      get version() {
        return version;
      },
    };
    expect(idsOf(resolve(config, "big", { catalogue }))).toEqual(["openai/gpt-4o"]);
    names.big = "openai/gpt-5";
    version = 2;
    expect(idsOf(resolve(config, "big", { catalogue }))).toEqual(["openai/gpt-5"]);
  });

  it("is explained", async () => {
    const { steps } = explain(await configOf(CONFIG), "big", { catalogue: naming({ big: "openai/gpt-4o" }) });
    expect(steps.slice(0, 3).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'asked: "big" is asked for',
      'alias: "big" means openai/gpt-4o, by the registry',
      expect.stringMatching(/^direct: "openai\/gpt-4o" is no name of the config; it is the model gpt-4o at OpenAI/),
    ]);
  });
});

describe("a target asked for directly", () => {
  it("is called with the parameters the catalogue keeps of it, and its backend's", async () => {
    const catalogue = catalogueWith({ "openai/gpt-4o": { parameters: { temperature: 0 } } });
    const config = await configOf("backends: { openai: { api_key: sk-x, parameters: { temperature: 1, seed: 7 } } }");
    const [target] = resolve(config, "openai/gpt-4o", { catalogue }).targets;
    expect(target?.parameters.known).toEqual({ temperature: 0, seed: 7 });
  });
});
