import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";
import { expand } from "../../src/config/expand.ts";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { readConfigText } from "../../src/config/read-config.ts";
import { validate } from "../../src/config/validate.ts";
import { jsonSchemaFaults } from "../support/json-schema-faults.ts";

const page = readFileSync(inProject("docs", "config.md"), "utf8");
const blocks = Array.from(page.matchAll(/^```yaml\n(.*?)^```$/gms), ({ index, 1: text = "" }) => ({
  line: page.slice(0, index).split("\n").length + 1,
  text,
}));

test("every part of the schema has a section with an example", () => {
  const sections = page.slice(page.indexOf("## Reference")).match(/^### .+$/gm) ?? [];
  expect(sections.length).toBeGreaterThan(15);
  expect(blocks.length).toBeGreaterThanOrEqual(sections.length);
});

test.each(blocks)("the example at line $line of docs/config.md is a config without a fault", async ({ text }) => {
  // What is included stands in no file here.
  const raw = await readConfigText(text.replace(/^include: .*$/m, ""), "example.yaml");
  const { raw: filled } = await expand(raw, { env: { OPENAI_API_KEY: "a", OPENAI_API_KEY_2: "b" } });
  expect(filled.problems.map(formatProblem)).toEqual([]);
  expect(validate(filled).problems.map(formatProblem)).toEqual([]);
  expect(jsonSchemaFaults(configJsonSchema(), raw.value)).toEqual([]);
});
