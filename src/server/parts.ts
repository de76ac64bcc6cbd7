import type { ServedName } from "../builtins/served.ts";
import type { Model } from "../model.ts";
import type { Clock } from "../router.ts";
import type { ServedDialect } from "../served-dialect.ts";
import type { Admission } from "./admission.ts";
import type { BodyBudget } from "./body-budget.ts";
import type { Connections } from "./connections.ts";
import type { CallRouter } from "./exposed-router.ts";
import type { HostCheck } from "./host-check.ts";
import type { Replays } from "./idempotency/replays.ts";
import type { OriginCheck } from "./origin-check.ts";
import type { Authenticate } from "./server-keys.ts";

/** What all requests of a gateway share. */
export interface ServerParts {
  readonly router: CallRouter;
  readonly models: () => Iterable<Model>;
  readonly findModel: (name: string) => Model | undefined;
  /** Loaded when it is first spoken. */
  readonly dialect: (name: ServedName) => ServedDialect | Promise<ServedDialect>;
  readonly checkHost: HostCheck;
  readonly checkOrigin: OriginCheck;
  /** Absent where nobody needs a key. */
  readonly authenticate: Authenticate | undefined;
  readonly admission: Admission;
  readonly maxBodyBytes: number;
  /** What all bodies together may hold. */
  readonly bodies: BodyBudget;
  /** What was answered to requests with a key of their own; absent where such keys mean nothing. */
  readonly replays: Replays | undefined;
  /** Milliseconds. */
  readonly unreadMs: number;
  readonly clock: Clock;
  readonly nextId: () => string;
  readonly connections: Connections;
  readonly log: (line: string) => void;
  /** Whether it takes no more calls. */
  isClosing: boolean;
  /** Requests whose handler has not ended, which may be after their client has left. */
  handled: number;
  /** Called when the last of them ends. */
  onIdle: (() => void) | undefined;
}
