import type { Backend, CallTimeouts } from "../backend.ts";
import type { CallError } from "../call-error.ts";
import type { ChatRequest, DecodedReply } from "../chat.ts";
import type { ChatDialect, EmbeddingDialect, RerankDialect } from "../dialect.ts";
import type { Facts } from "../model.ts";
import type { Provider } from "../provider.ts";
import { countTokens } from "../tokens.ts";
import type { Wire } from "../wire.ts";
import { type Caller, createCaller } from "./http/caller.ts";
import { firstOf } from "./http/choice-of.ts";
import { createKeyRing } from "./http/key-ring.ts";
import { listIds, listingOf, type ModelListing } from "./http/list-models.ts";
import { mediaCalls } from "./http/media-calls.ts";
import { moderateWith } from "./http/moderation-call.ts";
import { replyToPassOn } from "./http/pass-on.ts";
import { readStream } from "./http/read-stream.ts";
import { callWhole, type WholeCall } from "./http/whole-call.ts";

/** An account that is called over HTTP: everything resolved, nothing left to read. */
export interface HttpBackendOptions {
  /** Named in errors, and before the `/` of targets. */
  readonly name: string;
  readonly provider: Provider;
  readonly dialect: ChatDialect;
  /** Where it is called in this dialect, without a slash at its end. */
  readonly baseUrl: string;
  /** Where it is called in its provider's own dialect. @default `baseUrl` */
  readonly nativeBaseUrl?: string;
  /** Used in turn, one a call. */
  readonly apiKeys?: readonly string[];
  /** Sent with every call; they win over what the dialect sends. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Puts the model into the address, at providers that have such addresses (Azure). */
  readonly apiVersion?: string;
  /** What is offered at the provider's own address beside the dialect's. */
  readonly native?: { readonly embedding?: EmbeddingDialect; readonly rerank?: RerankDialect };
  readonly wire: Wire;
  /** Prices and limits of a model, for costs and for what depends on the model. */
  readonly facts?: (model: string) => Facts | undefined;
  /** Tells the time. @default the system's clock */
  readonly clock?: () => Date;
  readonly timeouts?: CallTimeouts;
  /** Why no call can be made, such as a key that is missing; thrown before anything is sent. */
  readonly notReady?: (target: string) => CallError;
}

// Named, so that no server compresses a stream piece by piece.
const ACCEPT = { sse: { accept: "text/event-stream" }, ndjson: { accept: "application/x-ndjson" } } as const;

/** Calls one account over HTTP: request to wire, answer to reply, each failure judged once. It never retries. */
export function httpBackend(options: HttpBackendOptions): Backend {
  const { name, provider, dialect, baseUrl, nativeBaseUrl = baseUrl, native = {}, wire, apiVersion } = options;
  const { apiKeys = [], headers = {}, facts = () => undefined, clock = () => new Date(), timeouts = {} } = options;
  const keyRing = createKeyRing({ provider, apiKeys, headers, isOwnDialect: baseUrl === nativeBaseUrl });
  const { hidden } = keyRing;
  const caller = createCaller({
    name,
    provider,
    wire,
    clock,
    facts,
    timeouts,
    maxEventBytes: dialect.maxEventBytes,
    keyRing,
    decodeError: (body, status) => dialect.decodeError(body, status),
    accept: ACCEPT[dialect.framing],
    query: apiVersion === undefined ? undefined : { "api-version": apiVersion },
    notReady: options.notReady,
  });
  const baseFor = addressing(options);
  const { embedding = dialect.embedding, rerank } = native;
  const reply = replyToPassOn(dialect, hidden);
  const listing = listingOf(provider, dialect.name);
  const chat: WholeCall<ChatRequest, DecodedReply> = {
    encode: (request, context) => dialect.encodeRequest(request, context),
    decode: (answer, context) => checked(dialect.decodeReply(answer, context)),
  };
  return {
    name,
    generate: (model, request, options) =>
      callWhole(caller, chat, { baseFor, model, request, options }, (answer) => reply(answer, options)),
    stream: (model, request, callOptions) =>
      readStream({ caller, dialect, baseUrl: baseFor(model), model, request, options: callOptions, hidden }),
    countTokens: countWith(caller, dialect, options, baseFor),
    ...(embedding !== undefined && {
      embed: embedWith(caller, embedding, native.embedding === undefined ? baseFor : () => nativeBaseUrl),
    }),
    ...(rerank !== undefined && { rerank: rerankWith(caller, rerank, nativeBaseUrl) }),
    ...(dialect.media !== undefined && mediaCalls(caller, dialect.media, baseFor)),
    ...(dialect.moderation !== undefined &&
      provider.moderationPath !== undefined && { moderate: moderateWith(caller, dialect.moderation, baseFor) }),
    ...(listing !== undefined && { models: modelsWith(caller, listing, listing.isNative ? nativeBaseUrl : baseUrl) }),
    close: () => wire.close(),
  };
}

/** A reply that holds an answer; one without is an error while the call can still be named. */
function checked(reply: DecodedReply): DecodedReply {
  firstOf(reply.choices);
  return reply;
}

/** Counts by the provider's own endpoint where there is one, else without asking. */
function countWith(
  caller: Caller,
  { counting }: ChatDialect,
  { provider, facts }: HttpBackendOptions,
  baseFor: (model: string) => string,
): Required<Backend>["countTokens"] {
  if (counting === undefined)
    return (model, request) => countTokens(request, { model, provider, facts: facts?.(model) });
  const count: WholeCall<ChatRequest, { tokens: number }> = {
    encode: (request, context) => counting.encode(request, context),
    decode: (answer) => ({ tokens: counting.decode(answer) }),
  };
  const by = `${provider.title} counts itself`;
  return (model, request, options) =>
    callWhole(caller, count, { baseFor, model, request, options }, ({ decoded }) => ({
      tokens: decoded.tokens,
      method: "provider",
      by,
      margin: 0,
    }));
}

function embedWith(
  caller: Caller,
  embedding: EmbeddingDialect,
  baseFor: (model: string) => string,
): Required<Backend>["embed"] {
  return (model, request, options) =>
    callWhole(caller, embedding, { baseFor, model, request, options }, ({ decoded, end, adaptations }) => ({
      ...decoded,
      ...end,
      adaptations,
    }));
}

function rerankWith(caller: Caller, rerank: RerankDialect, baseUrl: string): Required<Backend>["rerank"] {
  return (model, request, options) =>
    callWhole(caller, rerank, { baseFor: () => baseUrl, model, request, options }, ({ decoded, end }) => ({
      ...decoded,
      ...end,
    }));
}

function modelsWith(caller: Caller, { listing }: ModelListing, baseUrl: string): Required<Backend>["models"] {
  return async (options) => {
    const run = caller.begin("", options);
    try {
      return await listIds(listing, baseUrl, async (url, more) => (await caller.get(run, url, more)).json());
    } catch (error) {
      throw caller.aim(error, run, "answer");
    }
  };
}

/** Where a model is called: at the base URL, or where its provider has an address for each model. */
function addressing({ provider, baseUrl, apiVersion }: HttpBackendOptions): (model: string) => string {
  const { deploymentPath } = provider;
  if (apiVersion === undefined || deploymentPath === undefined) return () => baseUrl;
  return (model) => new URL(deploymentPath.replace("{model}", encodeURIComponent(model)), `${baseUrl}/`).href;
}
