import { InvalidInputError } from "../errors.ts";
import type { Provider } from "../provider.ts";

/** Amazon Bedrock; without a Bedrock API key it takes AWS credentials, which only the AWS SDK can sign with. */
export const bedrock = {
  name: "bedrock",
  title: "Amazon Bedrock",
  aliases: ["amazon-bedrock", "aws", "aws-bedrock"],
  dialect: "bedrock",
  baseUrlVariables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  parseBaseUrl: toRuntimeEndpoint,
  openaiPath: "/openai/v1",
  litellmPrefix: "bedrock",
  keyVariables: ["AWS_BEARER_TOKEN_BEDROCK"],
  docs: "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html",
} satisfies Provider;

function toRuntimeEndpoint(region: string): string {
  const name = region.trim();
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(name)) {
    const message = `expected a region such as us-east-1, got ${JSON.stringify(name.slice(0, 80))}`;
    throw new InvalidInputError("AWS_REGION", [{ path: "", message }]);
  }
  return `https://bedrock-runtime.${name}.amazonaws.com`;
}
