// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of our configs are written so
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { migrate } from "../../../src/config/migrate.ts";
import { errorsIn } from "./support/check-clean.ts";

const FILE = `# more models
- model_id: claude
  model_name: anthropic/claude-2
  api_base: "https://openrouter.ai/api/v1"
  api_key_name: openrouter
  aliases: ["0613", claude-two, taken]
  headers:
    HTTP-Referer: "https://llm.datasette.io/"
# at home
- model_id: taken
  model_name: orca-mini-3b
  api_base: "http://localhost:8080"
  supports_tools: true
  can_stream: false
- model_id: gpt-9
- model_id: of ours
- model_id: deployed
  api_type: azure
  api_base: https://ours.openai.azure.com
  api_engine: dep
  odd: 1
`;

describe("migrating from llm", () => {
  it("gives each model its backend", async () => {
    const { yaml, from, carried } = await migrate(FILE);
    expect({ from, carried }).toEqual({ from: "llm", carried: 4 });
    expect(parse(yaml)).toEqual({
      version: 1,
      models: {
        claude: { backend: "openrouter/anthropic/claude-2", aliases: ["0613", "claude-two"] },
        taken: "local-8080/orca-mini-3b",
        "gpt-9": "openai/gpt-9",
        deployed: "azure/deployed",
      },
      backends: {
        openrouter: {
          provider: "openrouter",
          api_key: "${OPENROUTER_API_KEY}",
          headers: { "http-referer": "https://llm.datasette.io/" },
        },
        "local-8080": {
          provider: "custom",
          base_url: "http://localhost:8080",
          models: { "orca-mini-3b": { capabilities: { streaming: false, tools: true } } },
        },
        openai: { provider: "openai", api_key: "${OPENAI_API_KEY}" },
        azure: {
          provider: "azure",
          base_url: "https://ours.openai.azure.com",
          models: { deployed: { deployment: "dep" } },
        },
      },
    });
    expect(yaml).toContain("  # at home\n  taken:");
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("lists what cannot be carried over, and says where llm keeps its keys", async () => {
    const { unsupported, notes } = await migrate(FILE);
    expect(unsupported.map(({ path }) => path)).toEqual(["[0].aliases[2]", "[3]", "[4].odd"]);
    expect(notes.map(({ what }) => what).join()).toContain("llm keys get openrouter");
  });
});
