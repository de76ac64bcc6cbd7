import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { filesIn } from "../../scripts/support/compile.js";
import { inProject } from "../../scripts/support/project.js";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...filesIn(inProject("docs"))
    .filter((file) => file.endsWith(".md") && !file.startsWith("reference/"))
    .map((file) => `docs/${file}`),
];

/** A page without its code, where brackets and hashes mean other things. */
function proseOf(page: string): string {
  return readFileSync(inProject(page), "utf8")
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, " "));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const headings = readFileSync(inProject(page), "utf8")
    .replace(/^```[\s\S]*?^```/gm, "")
    .matchAll(/^#{1,6} (.+)$/gm);
  const slugs = [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
  return new Set(slugs.map((slug, index) => nthOf(slug, slugs.slice(0, index))));
}

function nthOf(slug: string, before: readonly string[]): string {
  const count = before.filter((other) => other === slug).length;
  return count === 0 ? slug : `${slug}-${count}`;
}

test.each(pages)("the relative links of %s lead somewhere", (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const broken = links
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), decodeURI(path));
      if (!existsSync(inProject(target))) return true;
      return anchor !== undefined && statSync(inProject(target)).isFile() && !anchorsOf(target).has(anchor);
    });
  expect(broken).toEqual([]);
});
