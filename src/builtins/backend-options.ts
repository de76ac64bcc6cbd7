import type { CallTimeouts } from "../backend.ts";
import type { Facts } from "../model.ts";
import type { Provider } from "../provider.ts";
import type { Environment } from "../util/env.ts";
import type { Wire } from "../wire.ts";
import type { Key } from "./backend-account.ts";
import type { HttpDialect } from "./dialects.ts";

/** One account at a provider, and how it is called; only `provider` must be said. */
export interface BackendOptions {
  /** The name of a provider (`openai`), `custom` for a server of your own, `mock`, or a provider of your own as data. */
  readonly provider: string | Provider;
  /** Named in errors, and before the `/` of targets. @default the provider's name */
  readonly name?: string;
  /** One key, or several that are used in turn. @default from the provider's environment variable */
  readonly apiKey?: Key | readonly Key[];
  /** As in the provider's environment variable. @default that variable, else the provider's own address */
  readonly baseUrl?: string;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, Key>>;
  /** OpenAI's organization. */
  readonly organization?: string;
  /** OpenAI's project. */
  readonly project?: string;
  /** Bedrock's region: `eu-central-1`. */
  readonly region?: string;
  /** Azure's dated API version; models are called at their deployments' addresses then. @default the undated address */
  readonly apiVersion?: string;
  /** Another dialect than the provider's own, where it speaks one: `openai-responses`. */
  readonly dialect?: HttpDialect;
  /** What is known of a model, for its price and its limits. @default nothing, and so costs are unknown */
  readonly facts?: (model: string) => Facts | undefined;
  /** @default `process.env` */
  readonly env?: Environment;
  /** Carries the requests; it is not closed with the backend. @default connections of the backend's own */
  readonly wire?: Wire;
  /** Tells the time. @default the system's clock */
  readonly clock?: () => Date;
  /** For all calls, where a call says nothing else. */
  readonly timeouts?: CallTimeouts;
}
