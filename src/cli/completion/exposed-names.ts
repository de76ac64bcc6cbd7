import type { Environment } from "../../util/env.ts";

/** The names a config exposes, aliases among them; none where it cannot be read. */
export async function exposedNames(env: Environment, file: string | undefined): Promise<string[]> {
  const { findConfig } = await import("../../config/find-config.ts");
  // Nothing heavy is loaded where there is no config.
  const path = findConfig({ path: file, env });
  if (path === undefined) return [];
  const { checkConfig } = await import("../../config/load.ts");
  const { config } = await checkConfig(path, { env });
  const names = [...(config?.models.values() ?? [])].flatMap(({ name, aliases }) => [name, ...aliases]);
  return names.filter((name) => !name.includes("*"));
}
