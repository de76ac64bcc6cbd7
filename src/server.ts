import type { Model } from "./model.ts";
import type { Clock, Router } from "./router.ts";
import type { Secret } from "./util/secret.ts";

/** What a gateway is made of; only `router` must be given. */
export interface ServeOptions {
  readonly router: Router;
  /** What is listed; what is not can be called all the same, where the router knows it. @default nothing */
  readonly models?: () => Iterable<Model>;
  /** The model a name means. @default the listed one that has it as its id or alias */
  readonly findModel?: (name: string) => Model | undefined;
  /** Whether a name may be called and is listed; any other is told as unknown. @default every one */
  readonly isExposed?: (name: string) => boolean;
  /** The address it listens at; any but the machine's own needs `keys`. @default "127.0.0.1" */
  readonly host?: string;
  /** 0 is any that is free. @default 8787 */
  readonly port?: number;
  /** Who may call. Without any, whoever reaches the address may. @default none */
  readonly keys?: readonly ServerKey[];
  /** Names, with or without a port, under which clients reach it beside `localhost`, `127.0.0.1`, `[::1]` and `host`. @default none */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may call it: `https://app.example`. @default none */
  readonly allowedOrigins?: readonly string[];
  /** The most bytes of one request's body. @default 10 MiB */
  readonly maxBodyBytes?: number;
  /** The most bytes of all bodies that are held at once, from when they come until they are answered. @default 256 MiB */
  readonly maxBodiesBytes?: number;
  /** What becomes of the header `idempotency-key`; `false`: nothing. @default answers are kept for 10 minutes */
  readonly idempotency?: IdempotencyOptions | false;
  /** The most calls that run at once. @default 2_000 */
  readonly maxInFlight?: number;
  /** The most calls that wait for one of those to end; any more are refused at once. @default 200 */
  readonly maxQueue?: number;
  /** How long one waits, in milliseconds. @default 1_000 */
  readonly queueMs?: number;
  /** How long calls that run have to end when it is closed, in milliseconds. @default 30_000 */
  readonly drainMs?: number;
  readonly timeouts?: ServerTimeouts;
  /** Told of failures nobody expected, one line each, without keys. @default nobody */
  readonly log?: (line: string) => void;
  /** @default the system's */
  readonly clock?: Clock;
}

/** Milliseconds each. */
export interface ServerTimeouts {
  /** Until the headers of a request have come. @default 10_000 */
  readonly headersMs?: number;
  /** Until all of a request has come. @default 120_000 */
  readonly requestMs?: number;
  /** How long a connection stays open between two requests. @default 75_000 */
  readonly keepAliveMs?: number;
  /** How long a client may leave its answer, or the rest of it, unread. @default 60_000 */
  readonly unreadMs?: number;
}

/** How long answers are kept for those who ask the same again under the same `idempotency-key`, and how many. */
export interface IdempotencyOptions {
  /** Milliseconds. @default 600_000 */
  readonly keepMs?: number;
  /** The oldest are let go for newer ones. @default 10_000 */
  readonly maxAnswers?: number;
  /** Of all of them together; one that has more than a quarter of it is not kept. @default 64 MiB */
  readonly maxBytes?: number;
}

/** A key a client may call with. */
export interface ServerKey {
  /** Who calls with it, for budgets and the ledger. */
  readonly name: string;
  readonly secret: Secret;
}

/** A server that runs. */
export interface Gateway {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  readonly address: { readonly host: string; readonly port: number };
  /** Takes no more calls, and lets those that run end; what has not after `drainMs` is cut off. The router stays open. */
  close(): Promise<void>;
}
