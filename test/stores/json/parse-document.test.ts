import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyDocument, type RegistryDocument } from "../../../src/stores/json/document.ts";
import { formatDocument } from "../../../src/stores/json/format-document.ts";
import { parseDocument } from "../../../src/stores/json/parse-document.ts";
import { json } from "../../../src/stores/json.ts";
import { addModels } from "../../support/add-models.ts";
import { storedModels } from "../../support/stored-model.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const parse = (text: string | Buffer) => parseDocument(Buffer.from(text), emptyDocument());

function mustParse(text: string): RegistryDocument {
  const parsed = parse(text);
  if ("broken" in parsed) throw new Error(parsed.broken);
  return parsed.document;
}

const withModels = (models: string) => `{"format":"modelmall-registry","version":1,"models":{${models}}}`;
const key = fc.oneof(fc.string(), fc.constantFrom("constructor", "toString", "7", "hasOwnProperty", "layers"));
const safeKey = key.filter((name) => name !== "__proto__");
const unknown = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
const unknowns = fc.dictionary(safeKey, unknown, { maxKeys: 4 });
const layer = fc.tuple(unknowns, unknowns).map(([rest, facts]) => ({ ...rest, at: "2026-01-01T00:00:00Z", facts }));
const layers = fc.dictionary(safeKey, layer, { maxKeys: 3 });
const model = fc.tuple(unknowns, layers).map(([rest, layers]) => ({ ...rest, createdAt: "2026-01-01", layers }));
const record = fc.record({
  rest: unknowns,
  origins: fc.dictionary(safeKey, unknowns, { maxKeys: 3 }),
  models: fc.dictionary(safeKey, model, { maxKeys: 4 }),
});
const document = record.map(({ rest, origins, models }) => ({
  ...rest,
  format: "modelmall-registry",
  version: 1,
  origins,
  models,
}));

describe("unknown fields", () => {
  test("of the top level, origins, models, layers and facts survive parsing and formatting", () => {
    fc.assert(
      fc.property(document, (before) => {
        const text = JSON.stringify(before);
        expect(JSON.parse(formatDocument(mustParse(text)))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test("survive an update of the file", async () => {
    const path = join(await tempFolder(), "registry.json");
    await fc.assert(
      fc.asyncProperty(document, async (before) => {
        const text = JSON.stringify(before);
        await writeFile(path, text);
        await addModels(json({ path }), "new/model");
        const after = JSON.parse(await readFile(path, "utf8"));
        delete after.models["new/model"];
        const expected = JSON.parse(text);
        delete expected.models["new/model"];
        expect(after).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

test("the order of models survives, also of ids that look like numbers", () => {
  const ids = ["b", "10", "a", "2", "1", 'with "quotes"', "line\nbreak"];
  const models = new Map(ids.map((id) => [id, { createdAt: "2026-01-01", layers: {} }]));
  const text = formatDocument({ ...emptyDocument(), state: { origins: new Map(), models } });
  expect([...mustParse(text).state.models.keys()]).toEqual(ids);
});

test("formatting what was parsed gives the same text again", () => {
  const text = formatDocument({ ...emptyDocument(), state: { origins: new Map(), models: storedModels(50) } });
  expect(formatDocument(mustParse(text))).toBe(text);
});

test("models that equal those before are the same objects, whatever the order of their keys", () => {
  const before = mustParse(withModels(`"a":{"createdAt":"x","layers":{},"n":1},"b":{"createdAt":"x","layers":{}}`));
  const text = withModels(`"a":{"n":1,"layers":{},"createdAt":"x"},"b":{"createdAt":"y","layers":{}}`);
  const parsed = parseDocument(Buffer.from(text), before);
  if ("broken" in parsed) throw new Error(parsed.broken);
  const { models } = parsed.document.state;
  expect(models.get("a")).toBe(before.state.models.get("a"));
  expect(models.get("b")).not.toBe(before.state.models.get("b"));
});

test("a record nested too deeply to be handled is left out, and written back word for word", () => {
  const deep = `{"createdAt":"x","layers":{},"deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  const parsed = mustParse(withModels(`"deep":${deep},"ok":{"createdAt":"x","layers":{}}`));
  expect([...parsed.state.models.keys()]).toEqual(["ok"]);
  expect(parsed.notices.join()).toContain(`"deep"`);
  expect(formatDocument(parsed)).toContain(`"deep": ${deep}`);
});

describe("hostile documents", () => {
  const hostile = [
    `"__proto__":{"polluted":true}`,
    `"constructor":{"prototype":{"polluted":true}}`,
    `"\\u005f_proto__":{"polluted":true}`,
    `"prototype":{"polluted":true}`,
    `"toString":null`,
    `"deep":${"[".repeat(300)}${"]".repeat(300)}`,
    `"layers":{"__proto__":{"at":"x","facts":{"polluted":true}}}`,
  ];
  const fragment = fc.constantFrom(...hostile);
  const place = fc.constantFrom<(inside: string) => string>(
    (inside) => `{"format":"modelmall-registry","version":1,${inside}}`,
    (inside) => withModels(inside),
    (inside) => `{"format":"modelmall-registry","version":1,"origins":{${inside}}}`,
    (inside) => withModels(`"a/b":{"createdAt":"x","layers":{},${inside}}`),
    (inside) => withModels(`"a/b":{"createdAt":"x","layers":{${inside}}}`),
    (inside) => withModels(`"a/b":{"createdAt":"x","layers":{"user":{"at":"x","facts":{${inside}}}}}`),
    (inside) =>
      withModels(`"a/b":{"createdAt":"x","layers":{"user":{"at":"x","facts":{"customMetadata":{${inside}}}}}}`),
  );
  const spliced = fc.tuple(place, fc.array(fragment, { minLength: 1, maxLength: 4 }));
  const good = formatDocument({ ...emptyDocument(), state: { origins: new Map(), models: storedModels(2) } });
  const damaged = fc
    .tuple(fc.nat(good.length), fc.nat(20), fc.oneof(fc.string(), fragment))
    .map(([at, length, text]) => good.slice(0, at) + text + good.slice(at + length));

  test("neither crash nor pollute, and leave no __proto__ key in the state", () => {
    const texts = fc.oneof(
      spliced.map(([wrap, fragments]) => wrap(fragments.join(","))),
      damaged,
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text);
        if ("document" in parsed) {
          expectNoProto([...parsed.document.state.models.values(), ...parsed.document.state.origins.values()]);
          expect([...parsed.document.state.models.keys()]).not.toContain("__proto__");
          expect(mustParse(formatDocument(parsed.document)).state).toEqual(parsed.document.state);
        } else {
          expect(parsed.broken).toMatch(/^it(s)? /);
        }
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test("of random bytes are broken, not a crash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(parse(Buffer.from(bytes))).toHaveProperty("broken");
      }),
      { numRuns: 1000 },
    );
  });
});

function expectNoProto(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.hasOwn(value, "__proto__")).toBe(false);
  for (const item of Object.values(value)) expectNoProto(item);
}
