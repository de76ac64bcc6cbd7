import type { BedrockClient, BedrockClientConfig, ListFoundationModelsCommand } from "@aws-sdk/client-bedrock";
import { ModelMallError, SourceError } from "../errors.ts";
import type { ModelInput } from "../model.ts";
import type { DiscoverContext, HttpClient, ModelSource } from "../source.ts";
import { importPeer } from "../util/import-peer.ts";
import { own } from "../util/record.ts";
import { redactUrl } from "../util/redact-text.ts";
import { translateBedrockModel } from "./bedrock/translate-model.ts";

export interface BedrockOptions {
  /** The AWS region whose models are listed; without it the SDK's own rules find one. */
  region?: string;
  /** Where Bedrock answers instead of at its own address: a proxy, a private endpoint. */
  baseUrl?: string;
  /** A Bedrock API key. */
  apiKey?: string;
  /** AWS credentials; without them and without a key the SDK looks in all its usual places. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const NAME = "bedrock";
const EMPTY = new TextEncoder().encode("{}");

/** The models that Amazon Bedrock offers in a region, asked through the AWS SDK (`@aws-sdk/client-bedrock`). */
export function bedrock(options: BedrockOptions = {}): ModelSource {
  const address = options.baseUrl ?? (options.region && `https://bedrock.${options.region}.amazonaws.com`);
  return {
    name: NAME,
    kind: "provider",
    ...(address && { address: redactUrl(address) }),
    keyVariable: "AWS_BEARER_TOKEN_BEDROCK",
    discover: (context) => listModels(options, context),
  };
}

async function listModels(options: BedrockOptions, { http, signal, skip }: DiscoverContext): Promise<ModelInput[]> {
  const sdk = await importSdk();
  let said: unknown;
  const client = new sdk.BedrockClient(
    configOf(options, async (request) => {
      said = await ask(request, http);
      // What the SDK would read loses every row where one is broken.
      return { response: { statusCode: 200, headers: { "content-type": "application/json" }, body: EMPTY } };
    }),
  );
  try {
    await client.send(new sdk.ListFoundationModelsCommand({}), { abortSignal: signal });
    const rows = own(said, "modelSummaries");
    if (!Array.isArray(rows)) throw malformed();
    const models: ModelInput[] = [];
    for (const [index, row] of rows.entries()) {
      const model = translateBedrockModel(row);
      if (model === undefined) skip(`row ${index + 1}`, "expected an object with a modelId");
      else models.push(model);
    }
    return models;
  } catch (error) {
    throw asSourceError(error, signal);
  } finally {
    client.destroy();
  }
}

async function importSdk(): Promise<Sdk> {
  try {
    return await importPeer<Sdk>("@aws-sdk/client-bedrock", "listing the models of Amazon Bedrock");
  } catch (error) {
    if (!ModelMallError.is(error)) throw error;
    throw new SourceError("source_unconfigured", NAME, error.message, { cause: error, fault: "request" });
  }
}

interface Sdk {
  BedrockClient: typeof BedrockClient;
  ListFoundationModelsCommand: typeof ListFoundationModelsCommand;
}

function configOf(
  { region, baseUrl, apiKey, credentials }: BedrockOptions,
  handle: (
    request: SignedRequest,
  ) => Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }>,
): BedrockClientConfig {
  return {
    ...(region !== undefined && { region }),
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
    ...(credentials !== undefined && { credentials }),
    ...(apiKey !== undefined && { token: { token: apiKey }, authSchemePreference: ["httpBearerAuth"] }),
    // The SDK finds credentials and signs; the request is made within the runner's limits, and once.
    requestHandler: { handle },
    maxAttempts: 1,
  };
}

interface SignedRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Record<string, string>;
}

function ask({ protocol, hostname, port, path, headers }: SignedRequest, http: HttpClient): Promise<unknown> {
  const { host: _host, ...sent } = headers;
  return http.json(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`, { headers: sent });
}

function malformed(): SourceError {
  return new SourceError("source_malformed", NAME, "expected { modelSummaries: [ models ] }; check the address");
}

function asSourceError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof SourceError || signal.aborted) return error;
  const name = own(error, "name") ?? (error instanceof Error ? error.name : undefined);
  if (name === "CredentialsProviderError") {
    const message = "no AWS credentials were found; set AWS_PROFILE, AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK";
    return new SourceError("source_unconfigured", NAME, message, { cause: error, fault: "credential" });
  }
  if (error instanceof Error && /region is missing/i.test(error.message)) {
    const message = "no AWS region is known; set AWS_REGION";
    return new SourceError("source_unconfigured", NAME, message, { cause: error, fault: "credential" });
  }
  return error;
}
