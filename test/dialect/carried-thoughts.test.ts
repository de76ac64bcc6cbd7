import { describe, expect, test } from "vitest";
import type { ReasoningDetail } from "../../src/chat.ts";
import { packThoughts, signCalls, unpackThoughts } from "../../src/dialect/carried-thoughts.ts";

const details: ReasoningDetail[] = [
  { type: "text", dialect: "google", text: "hm ü", signature: "s" },
  { type: "item", dialect: "openai-responses", value: { type: "web_search_call", id: "ws_1" } },
];
const packed = packThoughts({ details, signatures: [["a", "signed"]] }) as string;

describe("thoughts that a client keeps for another provider", () => {
  test("come back as they went", () => {
    expect(unpackThoughts(packed)).toEqual({ details, signatures: [["a", "signed"]] });
  });

  test("are one word, which no client breaks", () => {
    expect(packed).toMatch(/^[\w.-]+$/);
  });

  test("are nothing where there is nothing to keep", () => {
    expect(packThoughts({ details: [], signatures: [] })).toBeUndefined();
  });

  const head = packed.slice(0, packed.indexOf(".") + 1);
  const forged = (value: unknown) => head + Buffer.from(JSON.stringify(value)).toString("base64url");

  test.each([
    ["a provider's own", "EqQBCgYIAxgC"],
    ["no text", 5],
    ["cut", packed.slice(0, -10)],
    ["no object", forged([1])],
    ["without signatures", forged({ details: [] })],
    ["with a detail of no kind", forged({ details: [{ type: "x", dialect: "google" }], signatures: [] })],
    ["with a number for a text", forged({ details: [{ type: "text", dialect: "g", text: 1 }], signatures: [] })],
    ["with a signature that is none", forged({ details: [], signatures: [["a"]] })],
    ["too deep", `${head}${Buffer.from(`${'{"details":'.repeat(100)}1${"}".repeat(100)}`).toString("base64url")}`],
  ])("are not read where they are %s", (_, text) => {
    expect(unpackThoughts(text)).toBeUndefined();
  });
});

test("calls get the signatures that were carried for them, by their ids", () => {
  const calls = ["a", "b"].map((id) => ({ id, type: "function" as const, function: { name: "f", arguments: "{}" } }));
  expect(signCalls(calls, [["b", "signed"]])?.map(({ signature }) => signature)).toEqual([undefined, "signed"]);
});
