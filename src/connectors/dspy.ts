import { type LitellmArguments, litellmArguments } from "../connector/litellm-arguments.ts";
import type { Connector } from "../connector.ts";

/** What DSPy takes, under its Python names: `dspy.LM(**options)`. */
export interface DspyOptions extends LitellmArguments {}

/** Arguments for `dspy.LM` (https://dspy.ai/api/models/LM), which hands them on to LiteLLM. */
export const dspy: Connector<DspyOptions> = {
  name: "dspy",
  description: "the arguments of dspy.LM, for Python",
  format: (model, account) => litellmArguments(model, account, "dspy"),
};
