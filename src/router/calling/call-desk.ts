import { randomBytes } from "node:crypto";
import type { CallKind } from "../../attempt.ts";
import type { ChatRequest } from "../../chat.ts";
import type { Config } from "../../config.ts";
import type { RouterCallOptions } from "../../router.ts";
import { RouterError } from "../../router-error.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { Planner } from "../choice/plan.ts";
import type { RequestSize } from "../choice/request-size.ts";
import { RouterCall, type RouterParts } from "./router-call.ts";

/** What calls begin with. */
export interface CallDeskOptions {
  readonly parts: RouterParts;
  readonly planner: Planner;
  readonly accounts: Accounts;
  /** The config in use. @throws {InvalidInputError} where there is none */
  readonly config: () => Config;
  /** A config comes into use. */
  readonly onConfig: (config: Config) => void;
  /** No call runs any longer, and none begins. */
  readonly onClose: () => Promise<void>;
}

/** What is called. */
export interface CalledKind<Request> {
  readonly kind: CallKind;
  /** How large a request is that is no chat. */
  sizeOf?(request: Request): RequestSize;
}

/** Begins and ends the calls of a router, and knows which run. */
export class CallDesk {
  readonly #options: CallDeskOptions;
  // Of this process alone; short, for each call has it in its name.
  readonly #prefix = randomBytes(12).toString("base64url");
  #calls = 0;
  #running = 0;
  #used: Config | undefined;
  #closing: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  constructor(options: CallDeskOptions) {
    this.#options = options;
  }

  /** The config in use now. @throws {InvalidInputError} where there is none */
  lookAtConfig(): Config {
    const config = this.#options.config();
    if (config !== this.#used && this.#closing === undefined) {
      this.#used = config;
      this.#options.onConfig(config);
    }
    return config;
  }

  /** Plans a call; each that begins must end. @throws {RouteError} @throws {RouterError} @throws {InvalidInputError} */
  begin<Request>(
    called: CalledKind<Request>,
    name: string,
    request: Request,
    options: RouterCallOptions,
    { peek = false }: { readonly peek?: boolean } = {},
  ): RouterCall {
    if (this.#closing !== undefined) {
      throw new RouterError("closed", name, `${JSON.stringify(name)}: the router is closed; make another one to go on`);
    }
    const { parts, planner, accounts } = this.#options;
    const config = this.lookAtConfig();
    const size = called.sizeOf?.(request);
    const plan =
      size === undefined
        ? planner.plan(config, name, request as unknown as ChatRequest, options, { peek }) // all others tell their size
        : planner.plan(config, name, undefined, options, { peek, size, needs: [] });
    this.#calls += 1;
    const id = `${this.#prefix}-${this.#calls.toString(36)}`;
    const call = new RouterCall({
      id,
      kind: called.kind,
      parts,
      config,
      plan,
      options,
      accounts: accounts.enter(config),
    });
    this.#running += 1;
    return call;
  }

  /** Once for each call that began. */
  end(call: RouterCall): void {
    call.accounts.leave();
    this.#running -= 1;
    if (this.#running === 0) this.#onIdle?.();
  }

  /** Lets calls that run end; no other begins. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    await this.#options.onClose();
  }
}
