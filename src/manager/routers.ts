import type { Catalogue, Config } from "../config.ts";
import type { Router, RouterOptions } from "../router.ts";
import type { Environment } from "../util/env.ts";
import { ownAccount, type Sources } from "./account.ts";
import { createRoutable } from "./routable-config.ts";

/** What a manager's router is made of, beside the config in use and what the registry knows. */
export type ManagerRouterOptions = Omit<RouterOptions, "config" | "facts" | "env">;

/** What routers take from their manager, as it is when they look. */
export interface RouterOwner {
  readonly catalogue: Catalogue;
  readonly config: Config | undefined;
  readonly sources: Sources;
}

/** The routers a manager has opened; they follow its config, and are closed with it. */
export class Routers {
  readonly #owner: RouterOwner;
  readonly #env: () => Environment;
  readonly #open = new Set<Router>();

  constructor(owner: RouterOwner, env: () => Environment) {
    this.#owner = owner;
    this.#env = env;
  }

  async open(options: ManagerRouterOptions): Promise<Router> {
    // Whoever only looks models up loads nothing of this.
    const [{ createRouter }, { openBackend }] = await Promise.all([
      import("../router/create-router.ts"),
      import("../builtins/open-backend.ts"),
    ]);
    const owner = this.#owner;
    const { catalogue, sources } = owner;
    const env = this.#env();
    const routable = createRoutable(sources);
    const router = createRouter({
      backends: openBackend({ catalogue, env, accountAt: (provider) => ownAccount(sources, provider) }),
      ...options,
      config: {
        get config() {
          return routable(owner.config);
        },
      },
      facts: catalogue,
      env,
    });
    this.#open.add(router);
    const close = router.close.bind(router);
    router.close = async () => {
      this.#open.delete(router);
      await close();
    };
    return router;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#open, (router) => router.close()));
  }
}
