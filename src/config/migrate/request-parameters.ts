import { given } from "../../util/given.ts";
import { isRecord } from "../../util/record.ts";
import { isReference, ourText, ourValue } from "./foreign-value.ts";
import type { Part } from "./part.ts";

const between = (from: number, to: number) => (value: unknown) =>
  typeof value === "number" && value >= from && value <= to;
const isWhole = (value: unknown) => Number.isSafeInteger(value);
const isCount = (value: unknown) => isWhole(value) && (value as number) >= 1;
const isTexts = (value: unknown) =>
  typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));
const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const FORMATS = ["text", "json_object", "json_schema"];

/** The parameters our files know by name, and which values they may have. */
const KNOWN = new Map<string, (value: unknown) => boolean>([
  ["temperature", between(0, 2)],
  ["top_p", between(0, 1)],
  ["top_k", isCount],
  ["max_tokens", isCount],
  ["stop", isTexts],
  ["seed", isWhole],
  ["presence_penalty", between(-2, 2)],
  ["frequency_penalty", between(-2, 2)],
  ["response_format", (value) => isRecord(value) && FORMATS.includes(String(value.type))],
  ["reasoning_effort", (value) => EFFORTS.includes(String(value))],
  ["parallel_tool_calls", (value) => typeof value === "boolean"],
]);

/** Other fields of requests, which every service takes or refuses as it likes. */
const PASSED_ON = new Set(
  `audio bos_token dimensions encoding_format enable_thinking eos_token extra_body final_prompt_value
  functions function_call include_reasoning initial_prompt_value input_type instruction instructions keep_alive logit_bias
  logprobs max_completion_tokens max_new_tokens metadata min_p min_tokens modalities n num_ctx prediction
  prompt_cache_key prompt_cache_retention quality reasoning repetition_penalty response_modalities safety_settings
  service_tier serviceTier size store stream_options style thinking thinking_config tool_choice tools top_a
  top_logprobs transforms truncate truncation typical_p user verbosity voice web_search_options`.split(/\s+/),
);

/** Whether a key is a parameter of requests. */
export function isRequestParameter(key: string): boolean {
  return KNOWN.has(key) || PASSED_ON.has(key);
}

/** The request parameters among the entries of a mapping; one with a value no request may have is listed. */
export function parametersOf(part: Part, { all = false }: { all?: boolean } = {}): Record<string, unknown> | undefined {
  const known: Record<string, unknown> = {};
  const extra: [string, unknown][] = [];
  for (const [key, item] of part.entries()) {
    const fits = KNOWN.get(key);
    if (fits !== undefined) {
      if (item.value === null) continue;
      if (fits(item.value) || isReference(ourText(String(item.value)))) known[key] = ourValue(item.take());
      else item.refuse(`no value that ${key} may have`);
    } else if (key === "extra_body" && item.isMapping) {
      for (const [name, inner] of item.entries()) extra.push([name, ourValue(inner.take())]);
    } else if ((all || PASSED_ON.has(key)) && item.isGiven) {
      extra.push([key, ourValue(item.take())]);
    }
  }
  const parameters = { ...known, ...given({ extra: Object.fromEntries(extra) }) };
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}
