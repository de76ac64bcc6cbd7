import { inspect } from "node:util";
import { expect, test } from "vitest";
import { hideSecret } from "../../src/util/hide-secret.ts";

const SECRET = "sk-canary-0123456789";

test("shows a secret nowhere, and leaves it to be read", () => {
  const options = hideSecret({ client: { apiKey: SECRET, headers: { authorization: `Bearer ${SECRET}` } } }, SECRET);
  expect(inspect(options, { depth: 9 }) + JSON.stringify(options)).not.toContain(SECRET);
  expect(JSON.stringify(options)).toContain("Bearer [redacted]");
  expect(options.client.apiKey).toBe(SECRET);
});

test.each([
  ["the whole", Object.freeze({ apiKey: SECRET })],
  ["a part", { client: Object.freeze({ apiKey: SECRET, inner: Object.freeze({ key: SECRET }) }) }],
])("shows a secret nowhere where %s is frozen", (_, options) => {
  const hidden = hideSecret(options, SECRET);
  expect(inspect(hidden, { depth: 9 }) + JSON.stringify(hidden)).not.toContain(SECRET);
  expect(Object.entries(hidden)).toEqual(Object.entries(options));
});
