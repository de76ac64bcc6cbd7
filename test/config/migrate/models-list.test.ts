// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of our configs are written so
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { migrate } from "../../../src/config/migrate.ts";
import { errorsIn } from "./support/check-clean.ts";

const LIST = JSON.stringify({
  object: "list",
  data: [
    { id: "gpt-4o", object: "model", owned_by: "openai" },
    { id: "org/own", object: "model", owned_by: "us", max_model_len: 4096 },
  ],
});

describe("migrating a list of models", () => {
  it("exposes each model at the address given", async () => {
    const { yaml, from, carried } = await migrate(LIST, { baseUrl: "http://gpu.local:8000/v1" });
    expect({ from, carried }).toEqual({ from: "models-list", carried: 2 });
    expect(parse(yaml)).toMatchObject({
      models: { "gpt-4o": "gpu/gpt-4o", "org/own": "gpu/org/own" },
      backends: {
        gpu: {
          provider: "custom",
          base_url: "http://gpu.local:8000/v1",
          models: { "org/own": { context_window: 4096 } },
        },
      },
    });
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("knows a provider by the address", async () => {
    const { yaml } = await migrate(LIST, { baseUrl: "https://api.openai.com/v1/" });
    expect(parse(yaml).models["gpt-4o"]).toBe("openai/gpt-4o");
  });

  it("leaves the address to a variable where none is given, and says so", async () => {
    const { yaml, notes } = await migrate(LIST);
    expect(parse(yaml).backends.models.base_url).toBe("${MODELS_BASE_URL}");
    expect(notes[0]?.what).toContain("MODELS_BASE_URL");
    expect(await errorsIn(yaml)).toEqual([]);
  });

  it("reads what an Ollama server lists", async () => {
    const { yaml } = await migrate(JSON.stringify({ models: [{ name: "llama3:latest", digest: "d", details: {} }] }));
    expect(parse(yaml)).toMatchObject({ models: { "llama3:latest": "ollama/llama3:latest" } });
  });
});
