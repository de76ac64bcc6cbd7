import type { ModelImporter } from "../../src/discovery.ts";
import { type ModelInput, parseFacts, parseId } from "../../src/model.ts";
import type { ImportOptions, ImportResult, SkippedRow } from "../../src/registry/import-result.ts";
import type { OriginRecord } from "../../src/store.ts";

/** The smallest importer that keeps the contract, for tests that are not about registries; it remembers the order of its calls. */
export class TinyImporter implements ModelImporter {
  readonly origins = new Map<string, OriginRecord>();
  readonly models = new Map<string, Map<string, ModelInput>>();
  readonly calls: string[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date = () => new Date()) {
    this.#clock = clock;
  }

  origin(name: string): OriginRecord | undefined {
    return this.origins.get(name);
  }

  confirm(origin: string): void {
    this.calls.push(`confirm ${origin}`);
    const record = this.origins.get(origin);
    if (record !== undefined) this.origins.set(origin, { ...record, at: this.#clock().toISOString() });
  }

  import(origin: string, rows: Iterable<ModelInput>, options: ImportOptions = {}): ImportResult {
    this.calls.push(`import ${origin}`);
    const before = this.models.get(origin) ?? new Map<string, ModelInput>();
    const now = new Map<string, ModelInput>();
    const skipped: SkippedRow[] = [];
    for (const row of rows) {
      try {
        const id = parseId(row.id);
        if (now.has(id)) skipped.push({ row: id, reason: "listed twice; the first counts" });
        else now.set(id, parseFacts(row, `model ${id}`));
      } catch (error) {
        skipped.push({ row: String(row.id), reason: (error as Error).message });
      }
    }
    const result = {
      found: now.size,
      added: [...now.keys()].filter((id) => !before.has(id)),
      changed: [],
      missing: [...before.keys()].filter((id) => !now.has(id)),
      returned: [],
      renamed: [],
      skipped,
      matched: new Map<string, string>(),
    };
    if (!options.acceptFewer && now.size * 2 < before.size) return { ...result, refused: "too few" };
    this.models.set(origin, now);
    const { kind = "directory", address, etag } = options;
    this.origins.set(origin, {
      kind,
      at: this.#clock().toISOString(),
      count: now.size,
      ...(address === undefined ? {} : { address }),
      ...(etag === undefined ? {} : { etag }),
    });
    return result;
  }
}
