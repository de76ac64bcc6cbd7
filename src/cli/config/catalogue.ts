import type { Catalogue } from "../../config.ts";
import { registryPath } from "../../manager/paths.ts";
import type { ModelRegistry } from "../../registry.ts";
import { type GlobalOptions, tellNotices } from "../session.ts";
import { printable, stylesFor, type Terminal } from "../terminal.ts";

/**
 * Runs a command with what the registry knows of models; one that cannot be read is told, and counts as empty. Where
 * nothing was discovered yet, the catalogue inside the package stands in.
 */
export async function withCatalogue<Result>(
  terminal: Terminal,
  { registry: path }: GlobalOptions,
  work: (catalogue: Catalogue) => Promise<Result>,
): Promise<Result> {
  const [{ ModelRegistry }, { json }, { catalogueOf }] = await Promise.all([
    import("../../registry.ts"),
    import("../../stores/json.ts"),
    import("../../manager/catalogue.ts"),
  ]);
  const opening = ModelRegistry.open(json({ path: registryPath(terminal.env, path) }));
  const registry = await opening.catch((error: unknown) => {
    const { yellow } = stylesFor(terminal.stderr, terminal.env);
    const reason = printable(error instanceof Error ? error.message : String(error));
    terminal.stderr.write(`${yellow("note:")} only what the package knows of models is used: ${reason}\n`);
    return undefined;
  });
  if (registry === undefined) return await work(catalogueOf(await packaged()));
  tellNotices(terminal, registry);
  try {
    return await work(catalogueOf(registry.size === 0 ? await packaged() : registry));
  } finally {
    await registry.close();
  }
}

async function packaged(): Promise<ModelRegistry> {
  const [{ createManager }, { memory }] = await Promise.all([
    import("../../manager.ts"),
    import("../../stores/memory.ts"),
  ]);
  const manager = await createManager({ store: memory() });
  await manager.discover("catalog");
  return manager.registry;
}
