import { nearest } from "../../util/nearest.ts";
import { toSnakeCase } from "../../util/snake-case.ts";
import { showPath, type YamlPath } from "../problem.ts";
import { FOREIGN_FILES, FOREIGN_WORDS } from "./foreign-words.ts";
import { type ValidKeys, validKeys } from "./valid-keys.ts";

/** What to tell of a key nobody knows: the key most likely meant, here, in a part of the object, or around it. */
export function unknownKeyMessage(path: YamlPath): string {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const keys = validKeys(parent);
  const tool = parent.length === 0 ? FOREIGN_FILES.get(key) : undefined;
  if (tool !== undefined) return `unknown key; it is ${tool}'s: modelmall config migrate reads such files`;
  if (key === "model_name" || key === "name") return "unknown key; the name is the key that the object stands under";
  const meant = meantBy(key, keys) ?? meantAbove(key, parent);
  if (meant !== undefined) return `unknown key; did you mean ${meant}?`;
  if (keys.here.includes("extra")) return "unknown key; a parameter of one provider alone stands under extra";
  return `unknown key; expected ${keys.here.join(", ")}`;
}

function meantBy(key: string, { here, below }: ValidKeys): string | undefined {
  const snake = toSnakeCase(key).replaceAll("-", "_");
  if (here.includes(snake)) return snake;
  const valid = new Set([...here, ...below]);
  const foreign = FOREIGN_WORDS.get(key.toLowerCase().replace(/[^a-z0-9]/g, ""))?.find((word) => valid.has(word));
  return foreign ?? nearest(key, valid, 1)[0];
}

/** Only the same word counts further up: any other one found there is a coincidence. */
function meantAbove(key: string, parent: YamlPath): string | undefined {
  const snake = toSnakeCase(key).replaceAll("-", "_");
  for (let depth = parent.length - 1; depth >= 0; depth--) {
    const above = parent.slice(0, depth);
    if (validKeys(above).here.includes(snake)) return showPath([...above, snake]);
  }
  return undefined;
}
