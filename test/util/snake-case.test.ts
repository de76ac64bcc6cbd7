import { expect, test } from "vitest";
import { CAPABILITIES } from "../../src/model.ts";
import { TOKEN_RATES, UNIT_RATES } from "../../src/pricing.ts";
import { toCamelCase } from "../../src/util/camel-case.ts";
import { toSnakeCase } from "../../src/util/snake-case.ts";

test.each([
  ["maxTokens", "max_tokens"],
  ["cacheWrite1h", "cache_write_1h"],
  ["baseURL", "base_url"],
  ["top_p", "top_p"],
  ["temperature", "temperature"],
])("%s is %s", (camel, snake) => {
  expect(toSnakeCase(camel)).toBe(snake);
});

test.each([...TOKEN_RATES, ...UNIT_RATES, ...CAPABILITIES])("%s comes back from snake_case", (name) => {
  expect(toCamelCase(toSnakeCase(name))).toBe(name);
});
