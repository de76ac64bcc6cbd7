import { describe, expect, it } from "vitest";
import { createManager } from "../src/manager.ts";
import { memory } from "../src/stores/memory.ts";
import { startLoopback } from "./support/loopback.ts";
import { readShared, withoutSharedData } from "./support/shared-data.ts";

const SNAPSHOTS = ["2026-05-12", "2026-07-10", "2026-08-21"];

interface Snapshot {
  data: { id: string }[];
}

describe.skipIf(withoutSharedData !== undefined)("the catalogue and recorded lists of OpenRouter together", () => {
  it("lose no row, and know each by OpenRouter's own id", async () => {
    for (const date of SNAPSHOTS) {
      const snapshot = (await readShared(`catalogs/openrouter/models.${date}.json`)) as Snapshot;
      await using server = await startLoopback({ "/models": { json: snapshot } });
      const manager = await createManager({
        store: memory(),
        sources: ["catalog", "openrouter"],
        env: { OPENROUTER_BASE_URL: server.url },
      });
      const [, report] = (await manager.discoverAll()).sources;
      expect(report).toMatchObject({ status: "ok", found: snapshot.data.length, skipped: [] });
      for (const { id } of snapshot.data) {
        expect(manager.registry.require(id).connectorMetadata.openrouter?.id).toBe(id);
      }
    }
  });
});
