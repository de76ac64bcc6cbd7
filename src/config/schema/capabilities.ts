import { z } from "zod";
import { CAPABILITIES } from "../../model.ts";
import { toSnakeCase } from "../../util/snake-case.ts";
import { flag, label, listOf } from "./scalar.ts";

const NAMES = CAPABILITIES.map(toSnakeCase);

/** What a model can do: a list of what is on, or each switched on or off. */
export const capabilities = z
  .union([listOf(label("the name of a capability").meta({ suggestions: NAMES })), z.record(z.string(), flag())], {
    error: "a list of capabilities, or each with true or false",
  })
  .meta({
    id: "capabilities",
    description:
      "What a model can do. A list switches on what it names; `name: true` and `name: false` switch one on and off. " +
      `Known: ${NAMES.join(", ")}; any other name is kept as a label.`,
    examples: [["chat", "tools"], { vision: false }],
    keySuggestions: NAMES,
  });
