import type { Capability } from "../../model.ts";
import type { OpenRouterRow } from "./row.ts";

type Known = Partial<Record<Capability, boolean>>;

/** What a row says the model can and cannot do; what it does not speak of is left out. */
export function translateCapabilities(row: OpenRouterRow): Known {
  return { ...fromModalities(row), ...fromParameters(row), ...fromPrices(row) };
}

function fromModalities({ id, architecture, supported_voices }: OpenRouterRow): Known {
  const known: Known = {};
  const input = architecture?.input_modalities;
  if (input) {
    known.vision = input.includes("image");
    known.videoInput = input.includes("video");
    known.pdf = input.includes("file");
  }
  const output = architecture?.output_modalities;
  if (output) {
    known.chat = output.includes("text");
    known.image = output.includes("image");
    known.video = output.includes("video");
    known.embedding = output.includes("embeddings");
    // Audio out may be music: only its absence, or voices to choose from, say something of speech.
    if (!output.includes("audio")) known.speech = false;
    // OpenRouter streams every chat model, by its documentation of /chat/completions; batches are not streamed.
    if (known.chat && !id.endsWith(":batch")) known.streaming = true;
  }
  if (supported_voices && supported_voices.length > 0) known.speech = true;
  if (input && output) known.audio = input.includes("audio") || output.includes("audio");
  if (id.endsWith(":batch")) known.batch = true;
  return known;
}

function fromParameters({ supported_parameters: parameters, reasoning }: OpenRouterRow): Known {
  const known: Known = {};
  if (reasoning) known.reasoning = true;
  if (!parameters) return known;
  known.tools = parameters.includes("tools");
  known.jsonMode = parameters.includes("response_format");
  known.jsonSchema = parameters.includes("structured_outputs");
  known.reasoning = Boolean(reasoning) || parameters.includes("reasoning") || parameters.includes("include_reasoning");
  // The parameter switches parallel calls off; few models that make them list it.
  if (!known.tools) known.parallelTools = false;
  else if (parameters.includes("parallel_tool_calls")) known.parallelTools = true;
  if (parameters.includes("web_search_options")) known.webSearch = true;
  return known;
}

function fromPrices({ pricing }: OpenRouterRow): Known {
  const has = (name: string) => typeof pricing?.[name] === "string";
  return {
    ...(has("input_cache_read") && { promptCache: true }),
    ...(has("web_search") && { webSearch: true }),
  };
}
