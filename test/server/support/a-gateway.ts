import type { Backend } from "../../../src/backend.ts";
import { type FakeBackend, type FakeScript, fakeBackend } from "../../../src/backends/fake.ts";
import type { Model } from "../../../src/model.ts";
import { createRouter } from "../../../src/router/create-router.ts";
import type { Router } from "../../../src/router.ts";
import { serve } from "../../../src/server/serve.ts";
import type { Gateway, ServeOptions } from "../../../src/server.ts";
import { Secret } from "../../../src/util/secret.ts";
import { aConfig } from "../../router/support/a-router.ts";

/** What a test's gateway is made of. */
export interface AGatewayOptions extends Partial<ServeOptions> {
  /** What each backend answers, by its name; the route `m` has them all, in order. @default `a` says again what it was told */
  readonly scripts?: Readonly<Record<string, FakeScript>>;
  /** What backends can do beside that. */
  readonly abilities?: Partial<Backend>;
  /** Lines of YAML under the route `m`. @default one try at each target */
  readonly route?: string;
}

/** A gateway that runs, and what stands behind it. */
export interface AGateway extends AsyncDisposable {
  readonly url: string;
  readonly gateway: Gateway;
  readonly router: Router;
  readonly backends: Readonly<Record<string, FakeBackend>>;
  /** What it logged. */
  readonly logged: readonly string[];
  /** A request as it is written here, with `content-type: application/json` where it has a body. */
  ask(path: string, init?: RequestInit & { readonly json?: unknown }): Promise<Response>;
}

/** A key, and who has it. */
export const KEY = "mall-key-of-the-tests-0123456789";
export const KEYS = [
  { name: "ann", secret: new Secret(KEY) },
  { name: "bob", secret: new Secret("mall-key-of-the-tests-9876543210") },
];

/** Models to be listed. */
export const LISTED = [aModel("m"), aModel("mock/echo")];

/** A gateway over a router over scripts, on a real socket. */
export async function aGateway({
  scripts = { a: echoed },
  abilities = {},
  route,
  ...options
}: AGatewayOptions = {}): Promise<AGateway> {
  const names = Object.keys(scripts);
  const config = await aConfig(names, { route: route ?? "retry: { attempts: 1 }" });
  const priced = () => ({ pricing: { input: 1, output: 2 } });
  const backends = Object.fromEntries(
    names.map((name) => [name, { ...fakeBackend(scripts[name], { name, facts: priced }), ...abilities }]),
  );
  const router = options.router ?? createRouter({ config, backends, facts: priced });
  const logged: string[] = [];
  const gateway = await serve({ models: () => LISTED, log: (line) => logged.push(line), port: 0, ...options, router });
  return {
    url: gateway.url,
    gateway,
    router,
    backends,
    logged,
    ask: (path, { json, headers, ...init } = {}) =>
      fetch(`${gateway.url}${path}`, {
        ...init,
        headers: { ...(json !== undefined && { "content-type": "application/json" }), ...headers },
        ...(json !== undefined && { method: init.method ?? "POST", body: JSON.stringify(json) }),
      }),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await router.close();
    },
  };
}

function echoed({ request }: { readonly request: { readonly messages: readonly { readonly content?: unknown }[] } }) {
  const { content } = request.messages.at(-1) ?? {};
  return { text: typeof content === "string" ? content : "something" };
}

function aModel(id: string): Model {
  const moment = "2026-01-02T03:04:05.000Z";
  return {
    id,
    name: id,
    provider: "mock",
    isLocal: true,
    modalities: {},
    capabilities: { chat: true, tools: true },
    pricing: {},
    tags: [],
    aliases: [`${id}-alias`],
    connectorMetadata: {},
    customMetadata: {},
    parameters: {},
    lifecycle: {},
    benchmarks: {},
    contextWindow: 8_000,
    createdAt: moment,
    updatedAt: moment,
  };
}
