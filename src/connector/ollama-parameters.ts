import type { ParameterNames } from "./translate-parameters.ts";

/** What Ollama calls the options of a model. https://docs.ollama.com/modelfile#parameter */
export const OLLAMA_OPTIONS: ParameterNames = {
  max_tokens: "num_predict",
  max_completion_tokens: "num_predict",
  repetition_penalty: "repeat_penalty",
  ...sameNames(
    "temperature",
    "top_p",
    "top_k",
    "min_p",
    "typical_p",
    "seed",
    "stop",
    "frequency_penalty",
    "presence_penalty",
    "repeat_penalty",
    "repeat_last_n",
    "mirostat",
    "mirostat_tau",
    "mirostat_eta",
    "num_ctx",
    "num_predict",
    "num_keep",
    "num_batch",
    "num_gpu",
    "num_thread",
  ),
};

/** What stands beside the options in a request. https://docs.ollama.com/api/chat */
export const OLLAMA_FIELDS: ParameterNames = sameNames("think", "format", "keep_alive", "logprobs", "top_logprobs");

function sameNames(...names: string[]): ParameterNames {
  return Object.fromEntries(names.map((name) => [name, name]));
}
