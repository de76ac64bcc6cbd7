import { expect, test } from "vitest";
import { passingFields, reportPassing } from "../../src/dialect/passing-fields.ts";
import type { Adaptation } from "../../src/usage.ts";

test("fields whose names are agreed on travel under them, all others under the name of their dialect", () => {
  expect(passingFields({ cache_control: 1, later: 2 }, ["cache_control"], "google")).toEqual({
    cache_control: 1,
    google: { later: 2 },
  });
  expect(passingFields({ cache_control: 1 }, ["cache_control"], "google")).toEqual({ cache_control: 1 });
});

test("a field that is not known is told, unless it says nothing", () => {
  const adaptations: Adaptation[] = [];
  reportPassing({ type: "text", later: 1, other: null }, new Set(["type"]), "messages[0]", "Ollama", adaptations);
  expect(adaptations).toMatchObject([{ field: "messages[0].later" }]);
});
