import { Refusal } from "./refusal.ts";

/** What stands behind a path's beginning, as it is meant: ids may be written with or without `%2F`. @throws {Refusal} */
export function pathPart(path: string, beginning: string): string {
  try {
    return decodeURIComponent(path.slice(beginning.length));
  } catch {
    throw new Refusal("invalid_request", "the request's path is badly encoded");
  }
}
