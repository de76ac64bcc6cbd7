import { expect, it } from "vitest";
import { createRouter } from "../../src/router/create-router.ts";

it.each([undefined, null, {}, { models: { m: "mock/echo" }, router: {} }, { config: null }, "modelmall.yaml"])(
  "says how a config is read where it is handed something else: %j",
  (config) => {
    const options = { config } as unknown as Parameters<typeof createRouter>[0];
    expect(() => createRouter(options)).toThrow(/config: expected one that was read: loadConfig\(\)/);
  },
);
