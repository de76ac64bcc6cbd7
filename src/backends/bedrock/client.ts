import { Readable } from "node:stream";
import type {
  BedrockRuntimeClient,
  BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import type { CallOptions } from "../../backend.ts";
import { classify } from "../../call-error/classify.ts";
import { CallError } from "../../call-error.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import { ModelMallError } from "../../errors.ts";
import { importPeer } from "../../util/import-peer.ts";
import { untilAborted } from "../../util/until-aborted.ts";
import type { Wire, WireAnswer } from "../../wire.ts";
import { callHeaders } from "../http/call-headers.ts";
import type { BedrockAccount } from "./account.ts";

/** What of the AWS SDK is used. */
export interface Sdk {
  BedrockRuntimeClient: typeof BedrockRuntimeClient;
  ConverseCommand: typeof ConverseCommand;
  ConverseStreamCommand: typeof ConverseStreamCommand;
  CountTokensCommand: typeof CountTokensCommand;
  InvokeModelCommand: typeof InvokeModelCommand;
}

/** One call on its way through the SDK: who asks, and what the wire brought back. */
export interface SdkCall {
  readonly target: string;
  readonly options: CallOptions;
  answer?: WireAnswer;
}

/** The SDK with a client that signs, and sends over our wire. */
export interface Runtime {
  readonly sdk: Sdk;
  /** Sends a command as it is made by `make`. @throws {CallError} */
  send<Output>(call: SdkCall, run: (client: BedrockRuntimeClient, options: object) => Promise<Output>): Promise<Output>;
  destroy(): void;
}

/** Loads the SDK; nothing is sent, and what it reads of the environment it reads at the first call. */
export async function loadRuntime(account: BedrockAccount, wire: Wire): Promise<Runtime> {
  const sdk = await importPeer<Sdk>("@aws-sdk/client-bedrock-runtime", "calling Amazon Bedrock");
  const secrets = secretsOf(account);
  const sending = { wire, secrets, headers: account.headers ?? {} };
  const client = new sdk.BedrockRuntimeClient(configOf(account, (request, given) => carry(request, given, sending)));
  return {
    sdk,
    async send(call, run) {
      try {
        const { signal } = call.options;
        const running = run(client, { abortSignal: signal, call });
        // The SDK looks for credentials to the end, whoever has given up.
        return await (signal === undefined ? running : untilAborted(running, signal));
      } catch (error) {
        throw asCallError(error, call, secrets);
      }
    },
    destroy: () => client.destroy(),
  };
}

/** What must not be shown. */
export function secretsOf({ apiKey, credentials, headers = {} }: BedrockAccount): string[] {
  const { secretAccessKey, sessionToken } = credentials ?? {};
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    /auth|key|token|secret|cookie/i.test(name) ? value : [],
  );
  return [apiKey, secretAccessKey, sessionToken, ...sent].filter(
    (secret) => secret !== undefined && secret !== "",
  ) as string[];
}

function configOf(
  { region, baseUrl, apiKey, credentials }: BedrockAccount,
  handle: (request: SignedRequest, options: unknown) => Promise<{ response: SdkResponse }>,
): BedrockRuntimeClientConfig {
  // A key is not bound to a region, but the SDK asks for one to find the address it then does not need.
  const where =
    region ?? regionIn(baseUrl) ?? (apiKey !== undefined && baseUrl !== undefined ? "us-east-1" : undefined);
  return {
    ...(where !== undefined && { region: where }),
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
    ...(credentials !== undefined && { credentials }),
    ...(apiKey !== undefined && { token: { token: apiKey }, authSchemePreference: ["httpBearerAuth"] }),
    requestHandler: { handle: (request: SignedRequest, options: unknown) => handle(request, options) },
    // The router is the one who tries again.
    maxAttempts: 1,
  };
}

function regionIn(baseUrl: string | undefined): string | undefined {
  return /^https:\/\/bedrock-runtime(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(baseUrl ?? "")?.[1];
}

/** A request of the SDK, signed. */
interface SignedRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable | Uint8Array;
}

/** What all calls of an account share on their way out. */
interface Sending {
  readonly wire: Wire;
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that undici sets itself, to the values that were signed. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["host", "content-length", "connection", "expect", "user-agent"]);

async function carry(
  request: SignedRequest,
  options: unknown,
  { wire, secrets, headers: own }: Sending,
): Promise<{ response: SdkResponse }> {
  // Given to the SDK with the command, which hands it on untouched.
  const { call } = options as { call: SdkCall };
  const { protocol, hostname, port, path, body } = request;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const lower = name.toLowerCase();
    if (!OWN_HEADERS.has(lower)) headers[lower] = value;
  }
  const { signal, timeouts, headers: asked } = call.options;
  const sent = body instanceof Uint8Array || typeof body === "string" ? { body } : undefined;
  const url = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`;
  const answer = await wire.send(
    { method: "POST", url, headers: { ...headers, ...own, ...(asked && callHeaders(asked)) }, ...sent },
    { target: call.target, secrets, signal, timeouts },
  );
  call.answer = answer;
  if (answer.status < 200 || answer.status >= 300) throw await refusal(answer, call, secrets);
  const isStream = /eventstream/.test(headerOf(answer, "content-type") ?? "");
  const content = isStream ? Readable.from(answer.pieces()) : await answer.bytes();
  return { response: { statusCode: answer.status, headers: flat(answer), body: content } };
}

async function refusal(answer: WireAnswer, { target }: SdkCall, secrets: readonly string[]): Promise<CallError> {
  const body = textOf(await answer.excerpt());
  // `ValidationException:http://internal.amazon.com/…`
  const code = headerOf(answer, "x-amzn-errortype")?.split(/[:;,]/, 1)[0];
  const said = readWireError(body, answer.status);
  return classify(code === undefined || code === "" ? said : { ...said, code }, {
    target,
    provider: "bedrock",
    status: answer.status,
    headers: answer.headers,
    body,
    secrets,
    hasKey: true,
  });
}

function textOf(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function headerOf({ headers }: WireAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function flat(answer: WireAnswer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(answer.headers)) headers[name] = headerOf(answer, name) ?? "";
  return headers;
}

/**
 * What went wrong in the SDK's hands, without the error itself: it holds what was sent. Exceptions inside a stream have
 * a name and no status; what the SDK cannot find before it sends (credentials, a region) is the account's failure.
 */
export function asCallError(error: unknown, { target, options }: SdkCall, secrets: readonly string[]): Error {
  if (ModelMallError.is(error)) return error;
  if (options.signal?.aborted) {
    const message = "given up before the answer was whole";
    return new CallError("aborted", message, { fault: "caller", target, cause: options.signal.reason });
  }
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  if (/Credentials|TokenProvider/.test(name) || /credential|could not load.*token/i.test(message)) {
    const what = "no AWS credentials were found; set AWS_PROFILE, AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK";
    return new CallError("missing_key", what, { fault: "credential", target });
  }
  if (/region is missing/i.test(message)) {
    return new CallError("unreachable", "no AWS region is known; set AWS_REGION", { fault: "target", target });
  }
  if (/truncated event message/i.test(message)) return truncated(target);
  if (name.endsWith("Exception")) {
    return classify({ code: name, message }, { target, provider: "bedrock", secrets, hasKey: true });
  }
  const what = "the AWS SDK cannot read the answer; check that the address is Bedrock's";
  return new CallError("malformed_answer", what, { fault: "target", retryable: true, target });
}

export function truncated(target: string): CallError {
  const message = "the stream ended before its end marker; what had come is not a whole answer";
  return new CallError("stream_truncated", message, { fault: "target", retryable: true, target });
}
