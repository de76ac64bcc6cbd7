import type { ConverseCommandInput, ConverseTokensRequest } from "@aws-sdk/client-bedrock-runtime";
import pLimit from "p-limit";
import type { Backend, CallOptions, CallTimeouts } from "../backend.ts";
import { usageOf } from "../dialect/usage.ts";
import type { CallContext } from "../dialect.ts";
import type { Facts } from "../model.ts";
import type { Provider } from "../provider.ts";
import { bedrock as bedrockProvider } from "../providers/bedrock.ts";
import { createWire } from "../wire/create-wire.ts";
import type { Wire } from "../wire.ts";
import type { BedrockAccount } from "./bedrock/account.ts";
import { loadRuntime, type Runtime } from "./bedrock/client.ts";
import { decodeConverse } from "./bedrock/decode-reply.ts";
import { encodeEmbedding } from "./bedrock/embedding.ts";
import { encodeConverse } from "./bedrock/encode-request.ts";
import { listFoundationModels } from "./bedrock/list-models.ts";
import { streamConverse } from "./bedrock/stream.ts";
import { headerOf, type SdkCall, secretsOf } from "./bedrock/transport.ts";
import { aimError } from "./http/aim-error.ts";
import { type CallRun, endOf } from "./http/call-run.ts";
import { choiceOf } from "./http/choice-of.ts";
import { wholeTimeouts } from "./http/whole-timeouts.ts";

export interface BedrockBackendOptions extends BedrockAccount {
  /** @default "bedrock" */
  readonly name?: string | undefined;
  /** @default the built-in Amazon Bedrock */
  readonly provider?: Provider | undefined;
  /** Closed with the backend. @default one of its own */
  readonly wire?: Wire | undefined;
  /** Prices and limits of a model, for costs and for what depends on the model. */
  readonly facts?: ((model: string) => Facts | undefined) | undefined;
  /** @default the system's clock */
  readonly clock?: (() => Date) | undefined;
  readonly timeouts?: CallTimeouts | undefined;
}

export { decodeConverseRequest } from "./bedrock/decode-request.ts";
export { BEDROCK_FIELDS } from "./bedrock/fields.ts";

const NO_KEY = { headers: {} };

/** Calls at once where a model embeds one text a call. */
const EMBEDDINGS_AT_ONCE = 8;

/**
 * Amazon Bedrock: Converse for chat, InvokeModel for embeddings. The AWS SDK (`@aws-sdk/client-bedrock-runtime`, to list
 * models `@aws-sdk/client-bedrock`, each loaded at the first call) finds credentials, signs and reads AWS' framing; the
 * wire carries. It never retries.
 */
export function bedrockBackend(options: BedrockBackendOptions = {}): Backend {
  const { name = "bedrock", provider = bedrockProvider, facts = () => undefined, clock = () => new Date() } = options;
  const wire = options.wire ?? createWire();
  const secrets = secretsOf(options);
  const sending = { wire, secrets, headers: options.headers ?? {} };
  let loading: Promise<Runtime> | undefined;
  const runtime = (): Promise<Runtime> => {
    loading ??= loadRuntime(options, sending).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const begin = (model: string, given: CallOptions = {}, stream = false): CallRun => {
    const known = facts(model);
    const context: CallContext = { model, provider, facts: known ?? {}, stream };
    const timeouts = { ...options.timeouts, ...given.timeouts };
    return {
      target: model === "" ? name : `${name}/${model}`,
      model,
      context,
      facts: known,
      credential: NO_KEY,
      options: { ...given, timeouts: stream ? timeouts : wholeTimeouts(timeouts) },
      startedAt: clock(),
      started: performance.now(),
    };
  };
  const callOf = ({ target, options: given }: CallRun): SdkCall => ({ target, options: given });
  const aim = (error: unknown, { target }: CallRun) => aimError(error, { target, secrets, phase: "answer" });
  const encoding = <Encoded>({ target }: CallRun, encode: () => Encoded): Encoded => {
    try {
      return encode();
    } catch (error) {
      throw aimError(error, { target, secrets, phase: "request" });
    }
  };

  return {
    name,
    async generate(model, request, given) {
      const run = begin(model, given);
      try {
        const { input, adaptations, answerTool } = encoding(run, () => encodeConverse(request, run.context));
        const { sdk, send } = await runtime();
        const raw = await send(callOf(run), (client, how) =>
          client.send(new sdk.ConverseCommand({ ...input, modelId: model } as ConverseCommandInput), how),
        );
        const decoded = decodeConverse(raw, answerTool);
        const end = endOf(run, decoded, raw.$metadata.httpStatusCode ?? 200);
        return { ...decoded, ...choiceOf(decoded.choices), ...end, adaptations, raw };
      } catch (error) {
        throw aim(error, run);
      }
    },
    async *stream(model, request, given) {
      const run = begin(model, given, true);
      try {
        const encoded = encoding(run, () => encodeConverse(request, run.context));
        yield* streamConverse(run, encoded, await runtime(), callOf(run), secrets);
      } catch (error) {
        throw aim(error, run);
      }
    },
    async embed(model, request, given) {
      const run = begin(model, given);
      try {
        const { bodies, adaptations, vectors, tokens } = encoding(run, () => encodeEmbedding(request, model));
        const { sdk, send } = await runtime();
        const limit = pLimit(EMBEDDINGS_AT_ONCE);
        const ask = async (body: unknown) => {
          const call = callOf(run);
          const asked = new sdk.InvokeModelCommand({
            modelId: model,
            contentType: "application/json",
            body: toBytes(body),
          });
          const answer = await send(call, (client, how) => client.send(asked, how));
          const said: unknown = JSON.parse(Buffer.from(answer.body).toString("utf8"));
          return { vectors: vectors(said), tokens: tokens(said) ?? headerCount(call) };
        };
        const answers = await Promise.all(bodies.map((body) => limit(ask, body))).finally(() => limit.clearQueue());
        const embeddings = answers.flatMap((answer) => answer.vectors);
        const counted = answers.reduce<number | undefined>(
          (sum, answer) => (sum === undefined || answer.tokens === undefined ? undefined : sum + answer.tokens),
          0,
        );
        const usage = counted === undefined ? undefined : usageOf({ input: counted });
        return {
          embeddings,
          ...(usage === undefined ? undefined : { usage }),
          ...endOf(run, { usage }, 200),
          adaptations,
        };
      } catch (error) {
        throw aim(error, run);
      }
    },
    async countTokens(model, request, given) {
      const run = begin(model, given);
      try {
        const { input } = encoding(run, () => encodeConverse(request, run.context));
        const { messages, system, toolConfig, additionalModelRequestFields } = input;
        const { sdk, send } = await runtime();
        const converse = { messages, system, toolConfig, additionalModelRequestFields } as ConverseTokensRequest;
        // Counting knows models, not the profiles that lead to them in a region.
        const modelId = model.replace(/^(?:global|us|us-gov|eu|apac|jp|au|ca|sa|me)\.(?=[a-z0-9-]+\.)/, "");
        const answer = await send(callOf(run), (client, how) =>
          client.send(new sdk.CountTokensCommand({ modelId, input: { converse } }), how),
        );
        return { tokens: answer.inputTokens ?? 0, method: "provider", by: "Bedrock CountTokens", margin: 0 };
      } catch (error) {
        throw aim(error, run);
      }
    },
    async models(given) {
      const run = begin("", given);
      try {
        return await listFoundationModels(options, sending, callOf(run));
      } catch (error) {
        throw aim(error, run);
      }
    },
    async close() {
      (await loading)?.destroy();
      await wire.close();
    },
  };
}

function toBytes(body: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body));
}

/** Tokens that Bedrock counts for models whose own answer tells none. */
function headerCount({ answer }: SdkCall): number | undefined {
  const text = answer === undefined ? undefined : headerOf(answer, "x-amzn-bedrock-input-token-count");
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
