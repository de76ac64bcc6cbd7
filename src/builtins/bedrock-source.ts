import { readEnv } from "../util/env.ts";
import type { BuiltinSource } from "./builtin-source.ts";

/** Any of these tells the AWS SDK who asks. */
const CREDENTIALS = [
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_ACCESS_KEY_ID",
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** The source that asks Amazon Bedrock through the AWS SDK. */
export const bedrockSource = {
  name: "bedrock",
  description: "the models of Amazon Bedrock in your region (needs @aws-sdk/client-bedrock)",
  addressVariable: "AWS_ENDPOINT_URL_BEDROCK",
  notReady(env) {
    if (region(env) === undefined) return "AWS_REGION is not set";
    const isKnown = CREDENTIALS.some((name) => readEnv(env, name) !== undefined);
    return isKnown ? undefined : "AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_BEARER_TOKEN_BEDROCK are not set";
  },
  async load(env) {
    const { bedrock } = await import("../sources/bedrock.ts");
    const accessKeyId = readEnv(env, "AWS_ACCESS_KEY_ID");
    const secretAccessKey = readEnv(env, "AWS_SECRET_ACCESS_KEY");
    const sessionToken = readEnv(env, "AWS_SESSION_TOKEN");
    const apiKey = readEnv(env, "AWS_BEARER_TOKEN_BEDROCK");
    const baseUrl = readEnv(env, "AWS_ENDPOINT_URL_BEDROCK");
    const where = region(env);
    return bedrock({
      ...(where !== undefined && { region: where }),
      ...(baseUrl !== undefined && { baseUrl }),
      ...(apiKey !== undefined && { apiKey }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && {
          credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
        }),
    });
  },
} as const satisfies BuiltinSource;

function region(env: Parameters<BuiltinSource["load"]>[0]): string | undefined {
  return readEnv(env, "AWS_REGION") ?? readEnv(env, "AWS_DEFAULT_REGION");
}
