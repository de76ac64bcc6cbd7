import { join } from "node:path";
import { run } from "../../../src/cli/run.ts";
import type { ModelInput } from "../../../src/model.ts";
import { ModelRegistry } from "../../../src/registry.ts";
import { json } from "../../../src/stores/json.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { aTerminal } from "../../support/terminal.ts";

/** A command line over a registry of its own, in a home of its own: by default one that goes with the test. */
export async function aCommandLine(home?: string) {
  const folder = home ?? (await tempFolder());
  const registry = join(folder, "registry.json");
  return {
    folder,
    registry,
    /** Runs one command. */
    async modelmall(args: readonly string[], options: Parameters<typeof aTerminal>[0] = {}) {
      const terminal = aTerminal({ ...options, env: { HOME: folder, MODELMALL_REGISTRY: registry, ...options.env } });
      const code = await run(args, terminal);
      return { code, out: terminal.printed(), err: terminal.complained() };
    },
    /** Takes models in as an answer of a source. */
    async fill(models: readonly ModelInput[], { source = "catalog", at = "2026-01-01T00:00:00Z" } = {}) {
      const own = await ModelRegistry.open(json({ path: registry }), { clock: () => new Date(at) });
      const { skipped } = own.import(source, models, { kind: "catalog", acceptFewer: true });
      await own.close();
      if (skipped.length > 0) throw new Error(`not taken in: ${skipped.map(({ reason }) => reason).join("; ")}`);
    },
  };
}

/** Models to look at. */
export const SOME_MODELS: readonly ModelInput[] = [
  {
    id: "openai/gpt-4o",
    contextWindow: 128_000,
    pricing: { input: 2.5, output: 10 },
    capabilities: { tools: true, vision: true },
    description: "for vision and code",
  },
  {
    id: "openai/gpt-4o-mini",
    contextWindow: 128_000,
    pricing: { input: 0.15, output: 0.6 },
    capabilities: { tools: true },
  },
  { id: "ollama/llama3.2:3b", isLocal: true, pricing: { input: 0, output: 0 }, contextWindow: 131_072 },
];
