const CAPABILITIES = ["chat", "tools", "vision", "audio", "videoInput", "pdf", "reasoning", "jsonSchema"];
const MODALITIES = ["text", "image", "audio", "video", "file"];

/**
 * The text of `data/catalog.json`: one line a model, its columns named in the file.
 * Where packages disagree the first one in `packages` is believed; `from` has a bit for each package that was used.
 */
export function encode(packages, factsByPackage) {
  const models = new Map();
  for (const [index, facts] of factsByPackage.entries()) {
    for (const fact of facts) {
      const key = `${fact.provider}/${fact.id}`;
      const known = models.get(key) ?? { lists: 0, from: 0, capabilities: {}, modalities: {} };
      models.set(key, merge(known, fact, 1 << index, packages[index].lists ? 1 : 0));
    }
  }
  const rows = [...models]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, model]) => JSON.stringify(toRow(key, model)));
  const head = {
    format: 1,
    packages: packages.map(({ name, version, published, integrity }) => ({
      name,
      version,
      published,
      integrity,
      licence: "MIT",
    })),
    capabilities: CAPABILITIES,
    modalities: MODALITIES,
    columns: ["id", "name", "contextWindow", "maxOutputTokens", "known", "true", "input", "output", "from", "lists"],
  };
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "models": [\n${rows.join(",\n")}\n  ]\n}\n`;
}

function merge(known, fact, bit, lists) {
  return {
    name: known.name ?? fact.name,
    contextWindow: known.contextWindow ?? fact.contextWindow,
    maxOutputTokens: known.maxOutputTokens ?? fact.maxOutputTokens,
    capabilities: { ...defined(fact.capabilities), ...known.capabilities },
    modalities: { ...defined(fact.modalities), ...known.modalities },
    from: known.from | bit,
    lists: known.lists | lists,
  };
}

function toRow(key, { name, contextWindow, maxOutputTokens, capabilities, modalities, from, lists }) {
  const known = bits(CAPABILITIES, (capability) => typeof capabilities[capability] === "boolean");
  const yes = bits(CAPABILITIES, (capability) => capabilities[capability] === true);
  const input = bits(MODALITIES, (modality) => modalities.input?.includes(modality));
  const output = bits(MODALITIES, (modality) => modalities.output?.includes(modality));
  return [key, name ?? 0, contextWindow ?? 0, maxOutputTokens ?? 0, known, yes, input, output, from, lists];
}

function bits(names, test) {
  return names.reduce((sum, name, index) => sum + (test(name) ? 1 << index : 0), 0);
}

function defined(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
