import { describe, expect, it } from "vitest";
import { CAPABILITIES } from "../../../src/model.ts";
import { toSnakeCase } from "../../../src/util/snake-case.ts";
import { translated } from "../../support/translated.ts";

async function switched(capabilities: string) {
  const { config, said } = await translated(
    `models:\n  a:\n    backend: openai/x\n    capabilities: ${capabilities}\n`,
  );
  return { capabilities: config.models.get("a")?.capabilities, said };
}

describe("capabilities", () => {
  it.each(CAPABILITIES)("%s is known in both spellings", async (name) => {
    expect(await switched(`{ ${toSnakeCase(name)}: false }`)).toEqual({ capabilities: { [name]: false }, said: [] });
    expect(await switched(`[${name}]`)).toEqual({ capabilities: { [name]: true }, said: [] });
  });

  it.each([
    ["function_calling", "tools"],
    ["embeddings", "embedding"],
    ["structured_output", "jsonSchema"],
  ])("%s means %s", async (written, name) => {
    expect(await switched(`[${written}]`)).toEqual({ capabilities: { [name]: true }, said: [] });
  });

  it("that are none are kept as labels, with a warning and the nearest there are", async () => {
    const { capabilities, said } = await switched("[editing, visoin]");
    expect(capabilities).toEqual({ editing: true, visoin: true });
    expect(said).toEqual([
      'warning modelmall.yaml:4:20 models.a.capabilities[0]: "editing" is no capability modelmall knows; kept as a label that nothing checks',
      'warning modelmall.yaml:4:29 models.a.capabilities[1]: "visoin" is no capability modelmall knows; kept as a label that nothing checks; did you mean vision?',
    ]);
  });

  it("may not be on in one spelling and off in another", async () => {
    const { said } = await switched("{ tools: true, function_calling: false }");
    expect(said).toEqual([
      'error modelmall.yaml:4:34 models.a.capabilities.function_calling: "function_calling" is another spelling of a capability that is switched on above',
    ]);
    expect((await switched("[tools, function_calling]")).said).toEqual([]);
  });
});
