import type { YamlPath } from "../../../../src/config/problem.ts";

/** The paths of all leaves of a value: scalars, and lists and maps of nothing. */
export function leavesOf(value: unknown, path: YamlPath = []): YamlPath[] {
  const parts = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (parts.length === 0) return [path];
  return parts.flatMap(([key, item]) => leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

/** A copy of a value in which one leaf is another. */
export function withOtherLeaf(value: unknown, path: YamlPath): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return another(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? withOtherLeaf(item, rest) : item));
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? withOtherLeaf(item, rest) : item]));
}

function another(leaf: unknown): unknown {
  if (typeof leaf === "string") return `${leaf}x`;
  if (typeof leaf === "number") return leaf === 0 ? 1 : -leaf;
  return typeof leaf === "boolean" ? !leaf : "other";
}
