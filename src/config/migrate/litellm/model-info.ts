import { given } from "../../../util/given.ts";
import type { Part } from "../part.ts";
import { pricingOf } from "./costs.ts";

const MODES: ReadonlyMap<string, string> = new Map([
  ["chat", "chat"],
  ["completion", "completion"],
  ["embedding", "embedding"],
  ["rerank", "rerank"],
  ["moderation", "moderation"],
  ["moderations", "moderation"],
  ["image_generation", "image"],
  ["video_generation", "video"],
  ["audio_speech", "speech"],
  ["audio_transcription", "transcription"],
  ["batch", "batch"],
]);

const SUPPORTS: ReadonlyMap<string, string> = new Map([
  ["supports_function_calling", "tools"],
  ["supports_parallel_function_calling", "parallel_tools"],
  ["supports_vision", "vision"],
  ["supports_audio_input", "audio"],
  ["supports_video_input", "video_input"],
  ["supports_pdf_input", "pdf"],
  ["supports_audio_output", "speech"],
  ["supports_reasoning", "reasoning"],
  ["supports_prompt_caching", "prompt_cache"],
  ["supports_response_schema", "json_schema"],
  ["supports_web_search", "web_search"],
  ["supports_computer_use", "computer_use"],
  ["supports_native_streaming", "streaming"],
]);

/** What an entry says of its model: facts as a backend's `models` takes them. */
export function factsOf(info: Part, params: Part): Record<string, unknown> {
  const whole = tokens(info.at("max_input_tokens"));
  const most = tokens(info.at("max_output_tokens"));
  // LiteLLM's max_tokens is the older word for max_output_tokens.
  const older = most === undefined ? tokens(info.at("max_tokens")) : undefined;
  return given({
    context_window: whole,
    max_output_tokens: most ?? older,
    pricing: pricingOf(info, params),
    capabilities: capabilitiesOf(info),
  });
}

function capabilitiesOf(info: Part): Record<string, boolean> {
  const capabilities: Record<string, boolean> = {};
  const mode = info.at("mode");
  const word = MODES.get(String(mode.value));
  if (word !== undefined) {
    mode.take();
    capabilities[word] = true;
  }
  for (const [key, capability] of SUPPORTS) {
    const flag = info.at(key).flag();
    if (flag !== undefined) capabilities[capability] = flag;
  }
  return capabilities;
}

function tokens(part: Part): number | undefined {
  return part.count(1);
}
