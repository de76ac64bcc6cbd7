import { expect, it } from "vitest";
import { aCommandLine, SOME_MODELS } from "./support/command-line.ts";

async function aFilledOne() {
  const line = await aCommandLine();
  await line.fill(SOME_MODELS);
  return line;
}

it("lists the views, the keys of a view, and the models under a key", async () => {
  const { modelmall } = await aFilledOne();
  expect((await modelmall(["mall"])).out).toMatch(/^byProvider +2 +by provider$/m);
  expect((await modelmall(["mall", "byProvider"])).out).toBe("key     models\nopenai       2\nollama       1\n");
  expect((await modelmall(["mall", "byPrice"])).out).toMatch(/^free +1$/m);
  expect((await modelmall(["mall", "byPrice", "budget"])).out).toContain("openai/gpt-4o-mini");
  expect((await modelmall(["mall", "local"])).out).toContain("ollama/llama3.2:3b");
});

it("shows aliases with what they mean, and says when a view shows nothing", async () => {
  const { modelmall } = await aFilledOne();
  expect(await modelmall(["mall", "aliases"])).toEqual({
    code: 0,
    out: "",
    err: "aliases shows nothing: no model in the registry belongs there\n",
  });
  await modelmall(["models", "alias", "openai/gpt-4o", "best"]);
  expect((await modelmall(["mall", "aliases"])).out).toBe("key   model\nbest  openai/gpt-4o\n");
  expect((await modelmall(["mall", "aliases", "best"])).out).toContain("openai/gpt-4o");
});

it("gives all of it as JSON", async () => {
  const { modelmall } = await aFilledOne();
  const json = async (...args: string[]) => JSON.parse((await modelmall(["mall", ...args, "--json"])).out);
  expect((await json())[0]).toEqual({ name: "byProvider", description: "by provider", keys: 2 });
  expect(await json("byProvider")).toEqual([
    { key: "openai", models: ["openai/gpt-4o", "openai/gpt-4o-mini"] },
    { key: "ollama", models: ["ollama/llama3.2:3b"] },
  ]);
  expect(await json("local")).toEqual([{ key: "ollama/llama3.2:3b", model: "ollama/llama3.2:3b" }]);
  expect((await json("byProvider", "ollama"))[0].id).toBe("ollama/llama3.2:3b");
});

it.each([
  [["mall", "byProvidr"], 'error: mall: unknown view "byProvidr"; did you mean byProvider? (there are byProvider, '],
  [["mall", "__proto__"], 'error: mall: unknown view "__proto__"'],
  [["mall", "byProvider", "opena"], 'error: mall byProvider: there is no key "opena"; did you mean openai?\n'],
  [["mall", "byPrice", "xyz"], 'error: mall byPrice: there is no key "xyz"; it has free, budget, standard\n'],
  [["mall", "byTag", "mine"], 'error: mall byTag: there is no key "mine"; it shows nothing\n'],
])("%j fails with one line", async (args, message) => {
  const { modelmall } = await aFilledOne();
  const { code, out, err } = await modelmall(args);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err.startsWith(message)).toBe(true);
  expect(err.trim().split("\n")).toHaveLength(1);
});
