import { describe, expect, it } from "vitest";
import { readYamlDocument } from "../../../src/config/yaml-document.ts";

describe("places", () => {
  const TEXT = [
    "# comment",
    "models:",
    "  gpt-4: &main openai/gpt-4",
    "  writer:",
    "    backend: [a/b, { target: c/d,",
    "      weight: 2 }]",
    "    description: >",
    "      folded",
    "    parameters: &p",
    "      temperature: 0.7",
    "  other: { parameters: *p, backend: *main }",
    "  nothing:",
  ].join("\n");

  async function place(path: (string | number)[], part?: "key" | "value"): Promise<string> {
    const { file, line, column } = (await readYamlDocument(TEXT, "m.yaml")).locate(path, part);
    expect(file).toBe("m.yaml");
    return `${line}:${column}`;
  }

  it("are those of values", async () => {
    expect(await place(["models", "gpt-4"])).toBe("3:16");
    expect(await place(["models", "writer", "backend"])).toBe("5:14");
    expect(await place(["models", "writer", "backend", 1])).toBe("5:20");
    expect(await place(["models", "writer", "backend", 1, "weight"])).toBe("6:15");
    expect(await place(["models", "writer", "description"])).toBe("7:18");
  });

  it("are those of keys, where asked for", async () => {
    expect(await place(["models", "gpt-4"], "key")).toBe("3:3");
    expect(await place(["models", "writer", "backend", 1, "target"], "key")).toBe("5:22");
    expect(await place(["models", "writer", "backend", 0], "key")).toBe("5:15");
  });

  it("lead through aliases to what they stand for", async () => {
    expect(await place(["models", "other", "backend"])).toBe("11:37");
    expect(await place(["models", "other", "parameters"])).toBe("11:24");
    expect(await place(["models", "other", "parameters", "temperature"])).toBe("10:20");
  });

  it("are those of the nearest key above, for what is not there", async () => {
    expect(await place(["models", "writer", "timeout", "total"])).toBe("4:3");
    expect(await place(["models", "writer", "backend", 7])).toBe("5:5");
    expect(await place(["backends"])).toBe("1:1");
    expect(await place(["models", "gpt-4", "backend"])).toBe("3:3");
  });

  it("do not count a byte order mark", async () => {
    expect((await readYamlDocument("\uFEFFa: 1", "m.yaml")).locate(["a"])).toMatchObject({ line: 1, column: 4 });
  });

  it("say whether a scalar was quoted", async () => {
    const { isPlain } = await readYamlDocument(
      "a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: !!str x\nf: &f x\ng: *f\nh: {i: 1}",
      "m.yaml",
    );
    expect(["a", "b", "c", "d", "e", "f", "g", "h", "z"].filter((key) => isPlain([key]))).toEqual(["a", "f", "g"]);
  });
});
