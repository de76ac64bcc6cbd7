import { providers } from "../../builtins/providers.ts";
import type { ModelManager } from "../../manager.ts";
import type { Model } from "../../model.ts";
import { targetsFromEnvironment } from "../calling/check-target.ts";
import { discoverWithProgress } from "../discover.ts";
import type { Terminal } from "../terminal.ts";

/** What is listed: the names of the config, or every model that can be called beside them. */
export type Shown = "routes" | "all";

const LOCAL_SOURCES = ["ollama", "lm-studio", "llama-cpp", "vllm"];
const DISCOVERY_SECONDS = 3;

/**
 * What the gateway lists, looked at anew each time. Without a config the servers of this machine are asked what they
 * have first, and where the registry knows nothing yet, the catalogue that comes with the package.
 */
export async function prepareModels(
  terminal: Terminal,
  manager: ModelManager,
  asked: Shown | undefined,
): Promise<() => readonly Model[]> {
  if (manager.config === undefined) {
    const names = manager.registry.size === 0 ? ["catalog", ...LOCAL_SOURCES] : LOCAL_SOURCES;
    await discoverWithProgress(terminal, manager, names, { timeout: DISCOVERY_SECONDS });
  }
  return shownModels(terminal, manager, asked);
}

/** What the gateway lists of what is known already, looked at anew each time. */
export async function shownModels(
  terminal: Terminal,
  manager: ModelManager,
  asked?: Shown,
): Promise<() => readonly Model[]> {
  const shown = asked ?? (manager.config === undefined ? "all" : "routes");
  const mock = await mockModels();
  return () => {
    const routes = manager.list(({ targets }) => targets !== undefined);
    if (shown === "routes") return routes;
    const reachable = reachableProviders(terminal, manager);
    const others = manager.list(
      ({ targets, missingSince, isLocal, provider }) =>
        targets === undefined && missingSince === undefined && (reachable.has(provider) || isLocal),
    );
    const all = [...routes, ...others];
    return all.length === 0 ? mock : all;
  };
}

/** The providers that can be called: by what the environment says, and by the backends of the config. */
function reachableProviders({ env }: Terminal, { config }: ModelManager): Set<string> {
  const written = [...(config?.backends.values() ?? [])].filter(({ enabled }) => enabled);
  return new Set(
    [...targetsFromEnvironment(env), ...written.map(({ name }) => name)].filter((name) => providers.has(name)),
  );
}

async function mockModels(): Promise<readonly Model[]> {
  const { ModelRegistry } = await import("../../registry.ts");
  const facts = { provider: "mock", isLocal: true, capabilities: { chat: true, streaming: true, embedding: true } };
  return [...new ModelRegistry([["mock/echo", facts]]).values()];
}
