import type { ServedName } from "../builtins/served.ts";
import { Refusal } from "./refusal.ts";
import type { ServerRoute } from "./routes.ts";

/** Finds what a request asks for. */
export interface RouteFinder {
  /** @throws {Refusal} where there is nothing of the kind */
  find(method: string | undefined, path: string): ServerRoute;
  /** The methods a path knows; empty for one that is none. */
  methodsOf(path: string): readonly string[];
}

/** A finder over a table: what one looks up is the same however many there are. */
export function createRouteFinder(routes: readonly ServerRoute[]): RouteFinder {
  const whole = new Map<string, ServerRoute[]>();
  const begun: { readonly beginning: string; readonly routes: ServerRoute[] }[] = [];
  for (const route of routes) {
    const brace = route.path.indexOf("{");
    if (brace === -1) whole.set(route.path, [...(whole.get(route.path) ?? []), route]);
    else begun.push({ beginning: route.path.slice(0, brace), routes: [route] });
  }
  const at = (path: string): readonly ServerRoute[] =>
    whole.get(path) ??
    begun.find(({ beginning }) => path.length > beginning.length && path.startsWith(beginning))?.routes ??
    [];
  const methodsOf = (path: string) => at(path).flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return {
    methodsOf,
    find(method, path) {
      const wanted = method === "HEAD" ? "GET" : method;
      const known = at(path);
      const found = known.find((route) => route.method === wanted);
      if (found !== undefined) return found;
      if (known.length === 0) throw new Refusal("not_found", "the gateway has nothing at this path");
      const allow = methodsOf(path).join(", ");
      throw new Refusal("method_not_allowed", `expected ${allow}`, { headers: ["allow", allow] });
    },
  };
}

/** The dialect in which a request is told that it is wrong, when nothing of it but its path is known. */
export function dialectAt(path: string): ServedName {
  if (path.startsWith("/api/")) return "ollama";
  return path.startsWith("/v1/messages") ? "anthropic" : "openai";
}
