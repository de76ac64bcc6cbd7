import { type LitellmArguments, litellmArguments } from "../connector/litellm-arguments.ts";
import type { Connector } from "../connector.ts";

/** What LiteLLM takes, under its Python names: `litellm.completion(**options, messages=[…])`. */
export interface LitellmOptions extends LitellmArguments {}

/** Arguments for the Python package `litellm` (https://docs.litellm.ai/docs/completion/input). */
export const litellm: Connector<LitellmOptions> = {
  name: "litellm",
  description: "the arguments of litellm.completion, for Python",
  format: (model, account) => litellmArguments(model, account, "litellm"),
};
