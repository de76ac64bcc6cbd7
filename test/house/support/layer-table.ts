/** A layer of the house: what stands in it, as module names or `folder/*` (with everything below the folder). */
export interface Layer {
  name: string;
  modules: readonly string[];
}

/** From the ground up; CONTRIBUTING.md shows the same table. A module belongs to the most exact entry that fits it. */
export const LAYERS: readonly Layer[] = [
  { name: "errors", modules: ["errors", "call-error"] },
  {
    name: "facts",
    modules: [
      "model",
      "pricing",
      "quality",
      "chat",
      "usage",
      "embedding",
      "media",
      "rerank",
      "moderation",
      "attempt",
      "util/*",
    ],
  },
  {
    name: "contracts",
    modules: [
      "source",
      "store",
      "journal",
      "connector",
      "connector/*",
      "provider",
      "query",
      "query/*",
      "config",
      "config/problem",
      "route",
      "dialect",
      "dialect/*",
      "served-dialect",
      "backend",
      "wire",
      "strategy",
      "state",
      "ledger",
      "router",
      "router-error",
      "server",
    ],
  },
  { name: "providers", modules: ["providers/*"] },
  { name: "provider table", modules: ["builtins/providers", "providers/canonical-id"] },
  { name: "config", modules: ["config/*"] },
  {
    name: "plug-ins",
    modules: [
      "sources/*",
      "stores/*",
      "connectors/*",
      "dialects/*",
      "backends/*",
      "strategies/*",
      "states/*",
      "ledgers/*",
      "router/*",
      "wire/*",
      "cost",
      "cost/*",
      "tokens",
      "tokens/*",
      "call-error/*",
      "registry",
      "registry/*",
      "discovery",
      "discovery/*",
      "mall",
      "mall/*",
      "compare",
    ],
  },
  { name: "built-in plug-ins", modules: ["builtins/*"] },
  { name: "facades", modules: ["router/index", "router/create-router", "manager", "manager/*", "adapters/*"] },
  { name: "server", modules: ["server/*"] },
  { name: "testing", modules: ["testing/*"] },
  { name: "entries", modules: ["index", "cli/*"] },
];

/** Folders whose files are plug-ins, which know their contract and never each other. */
export const PLUG_IN_FOLDERS = [
  "sources",
  "stores",
  "connectors",
  "providers",
  "dialects",
  "strategies",
  "states",
  "ledgers",
] as const;

/** Files in those folders that are no plug-in but a part several share. */
export const SHARED_PARTS: ReadonlySet<string> = new Set([
  "providers/ollama-host",
  "providers/canonical-id",
  "providers/custom",
]);

/** The place of a module in `LAYERS`; `undefined` when the table does not know it. */
export function layerOf(module: string): number | undefined {
  for (const pattern of patternsFor(module)) {
    const place = LAYERS.findIndex(({ modules }) => modules.includes(pattern));
    if (place >= 0) return place;
  }
  return undefined;
}

/** The plug-in a module is part of: `sources/catalog` for `sources/catalog/read-prices` too. */
export function plugInOf(module: string): string | undefined {
  const [folder = "", name] = module.split("/");
  const isPlugIn = name !== undefined && PLUG_IN_FOLDERS.some((known) => known === folder) && !SHARED_PARTS.has(module);
  return isPlugIn ? `${folder}/${name}` : undefined;
}

function patternsFor(module: string): string[] {
  const parts = module.split("/");
  const folders = parts.slice(0, -1).map((_, depth) => `${parts.slice(0, depth + 1).join("/")}/*`);
  return [module, ...folders.reverse()];
}
