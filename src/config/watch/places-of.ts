import { lstatSync, readlinkSync } from "node:fs";
import { parse, resolve, sep } from "node:path";

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * What to watch so that no change of a file goes unseen, as names in folders: the file itself, every link on the way to
 * it (Kubernetes and deployments swap those), and where something on the way is missing, that.
 */
export function placesOf(file: string): readonly { readonly folder: string; readonly name: string }[] {
  const places: { folder: string; name: string }[] = [];
  const { root, parts } = split(resolve(file));
  const pending = [...parts].reverse();
  let folder = root;
  for (let links = 0; pending.length > 0; ) {
    const name = pending.pop() as string;
    const path = resolve(folder, name);
    const kind = kindOf(path);
    if (kind === "folder" && pending.length > 0) {
      folder = path;
      continue;
    }
    places.push({ folder, name });
    const link = kind === "link" && links++ < MOST_LINKS ? targetOf(path) : undefined;
    if (link === undefined) break;
    const target = split(resolve(folder, link));
    pending.push(...target.parts.reverse());
    folder = target.root;
  }
  return places;
}

function split(path: string): { root: string; parts: string[] } {
  const { root } = parse(path);
  return { root, parts: path.slice(root.length).split(sep).filter(Boolean) };
}

// What may not be looked at, or is gone by now, is watched by its name alone.
function kindOf(path: string): "folder" | "link" | "other" {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return "link";
    return stat.isDirectory() ? "folder" : "other";
  } catch {
    return "other";
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
