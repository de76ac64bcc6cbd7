import { beforeAll, describe, expect, test } from "vitest";
import { replacePart } from "../../scripts/docs/replace-part.js";
import { inProject } from "../../scripts/support/project.js";
import { capture } from "../../scripts/support/run.js";
import buildFirst from "./support/build-first.ts";

beforeAll(buildFirst);

test("the generated parts of the guides are fresh", async () => {
  const { code, output } = await capture(process.execPath, [inProject("scripts", "docs.js"), "--check"]);
  expect(output).toBe("");
  expect(code).toBe(0);
});

describe("replacing a generated part", () => {
  const page =
    "# Title\n\n<!-- generated: a -->\n\nold\n\n<!-- end -->\n\ntext\n\n<!-- generated: b -->\n<!-- end -->\n";

  test("writes between its own markers and leaves the rest", () => {
    const after = replacePart(page, { file: "x.md", marker: "b", content: "new\n" });
    expect(after).toBe(page.replace("<!-- generated: b -->\n", "<!-- generated: b -->\n\nnew\n\n"));
    expect(replacePart(after, { file: "x.md", marker: "b", content: "new" })).toBe(after);
  });

  test("says which marker is missing", () => {
    expect(() => replacePart(page, { file: "x.md", marker: "c", content: "" })).toThrow(
      "x.md: expected <!-- generated: c --> … <!-- end -->",
    );
  });
});
