import { Readable } from "node:stream";
import type { BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import type { CallOptions } from "../../backend.ts";
import { classify } from "../../call-error/classify.ts";
import type { CallError } from "../../call-error.ts";
import { readWireError } from "../../dialect/wire-error.ts";
import { untilAborted } from "../../util/until-aborted.ts";
import { DEFAULT_TIMEOUTS } from "../../wire/deadlines.ts";
import { abortFailure, wireFailure } from "../../wire/failure.ts";
import type { Wire, WireAnswer } from "../../wire.ts";
import { callHeaders } from "../http/call-headers.ts";
import type { BedrockAccount } from "./account.ts";
import { asCallError } from "./failure.ts";

/** One call on its way through the SDK: who asks, and what the wire brought back. */
export interface SdkCall {
  readonly target: string;
  readonly options: CallOptions;
  /** The SDK has found credentials and signed; from here on the wire's deadlines hold. */
  isSigned?: boolean;
  /** Nobody waits for it any more. */
  isOver?: boolean;
  answer?: WireAnswer;
}

/** What all calls of an account share on their way out. */
export interface Sending {
  readonly wire: Wire;
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** A request of the SDK, signed. */
export interface SignedRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

/** An answer as the SDK takes it. */
export interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable | Uint8Array;
}

type SdkConfig = Pick<
  BedrockRuntimeClientConfig,
  "region" | "endpoint" | "credentials" | "token" | "authSchemePreference" | "requestHandler" | "maxAttempts"
>;

// A longer timer would fire at once.
const LONGEST_MS = 2 ** 31 - 1;

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

/** What one of the SDK's clients is made with: an account, and how its requests are carried. */
export function sdkConfig(
  { region, baseUrl, apiKey, credentials }: BedrockAccount,
  handle: (request: SignedRequest, call: SdkCall) => Promise<SdkResponse>,
): SdkConfig {
  // A key is not bound to a region, but the SDK asks for one to find the address it then does not need.
  const where =
    region ?? regionIn(baseUrl) ?? (apiKey !== undefined && baseUrl !== undefined ? "us-east-1" : undefined);
  return {
    ...(where !== undefined && { region: where }),
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
    ...(credentials !== undefined && { credentials }),
    ...(apiKey !== undefined && { token: { token: apiKey }, authSchemePreference: ["httpBearerAuth"] }),
    requestHandler: {
      // Given to the SDK with the command, which hands it on untouched.
      handle: async (request: SignedRequest, options: unknown) => ({
        response: await handle(request, (options as { call: SdkCall }).call),
      }),
    },
    // The router is the one who tries again.
    maxAttempts: 1,
  };
}

function regionIn(baseUrl: string | undefined): string | undefined {
  return /^https:\/\/bedrock-runtime(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(baseUrl ?? "")?.[1];
}

/** Lets the SDK make a call, no longer than the call may take. @throws {CallError} */
export async function throughSdk<Output>(
  call: SdkCall,
  secrets: readonly string[],
  run: (options: object) => Promise<Output>,
): Promise<Output> {
  const { signal, timeouts } = call.options;
  const limit = timeouts?.totalMs ?? DEFAULT_TIMEOUTS.totalMs;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    if (limit > LONGEST_MS) return;
    timer = setTimeout(() => {
      if (call.isSigned) return;
      reject(
        wireFailure(
          "total_timeout",
          call.target,
          `no AWS credentials were found within ${limit} ms (see where AWS_PROFILE leads)`,
        ),
      );
    }, limit);
  });
  try {
    const running = run({ abortSignal: signal, call });
    // The SDK looks for credentials to the end, whoever has given up.
    return await Promise.race([signal === undefined ? running : untilAborted(running, signal), late]);
  } catch (error) {
    call.isOver = true;
    throw asCallError(error, call, secrets);
  } finally {
    clearTimeout(timer);
  }
}

/** Headers that undici sets itself, to the values that were signed. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["host", "content-length", "connection", "expect", "user-agent"]);

/** Carries a signed request over the wire. @throws {CallError} also for an answer that is a refusal */
export async function carry(
  request: SignedRequest,
  call: SdkCall,
  { wire, secrets, headers: own }: Sending,
): Promise<SdkResponse> {
  const { signal, timeouts, headers: asked } = call.options;
  if (call.isOver) throw abortFailure(call.target, signal);
  call.isSigned = true;
  const { method, protocol, hostname, port, path, body } = request;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const lower = name.toLowerCase();
    if (!OWN_HEADERS.has(lower)) headers[lower] = value;
  }
  const sent = body instanceof Uint8Array || typeof body === "string" ? { body } : undefined;
  const url = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`;
  const answer = await wire.send(
    {
      method: method === "GET" ? "GET" : "POST",
      url,
      headers: { ...headers, ...own, ...(asked && callHeaders(asked)) },
      ...sent,
    },
    { target: call.target, secrets, signal, timeouts },
  );
  call.answer = answer;
  call.options.onAnswer?.(answer);
  if (answer.status < 200 || answer.status >= 300) throw await refusal(answer, call, secrets);
  const isStream = /eventstream/.test(headerOf(answer, "content-type") ?? "");
  const content = isStream ? Readable.from(answer.pieces()) : await answer.bytes();
  return { statusCode: answer.status, headers: flat(answer), body: content };
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

/** The first header of a name. */
export function headerOf({ headers }: WireAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function flat(answer: WireAnswer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(answer.headers)) headers[name] = headerOf(answer, name) ?? "";
  return headers;
}
