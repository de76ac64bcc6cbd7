import type { Capability } from "../../model.ts";
import type { UnknownRecord } from "../../util/record.ts";

type Known = Partial<Record<Capability, boolean>>;

/** What each mode of theirs says a model does. */
const MODES = new Map<unknown, Capability>([
  ["chat", "chat"],
  ["responses", "chat"],
  ["completion", "completion"],
  ["embedding", "embedding"],
  ["rerank", "rerank"],
  ["moderation", "moderation"],
  ["image_generation", "image"],
  ["image_edit", "image"],
  ["video_generation", "video"],
  ["audio_speech", "speech"],
  ["audio_transcription", "transcription"],
  ["realtime", "audio"],
]);

const SUPPORTS = new Map<string, Capability>([
  ["supports_function_calling", "tools"],
  ["supports_parallel_function_calling", "parallelTools"],
  ["supports_response_schema", "jsonSchema"],
  ["supports_vision", "vision"],
  ["supports_video_input", "videoInput"],
  ["supports_pdf_input", "pdf"],
  ["supports_reasoning", "reasoning"],
  ["supports_prompt_caching", "promptCache"],
  ["supports_web_search", "webSearch"],
  ["supports_computer_use", "computerUse"],
  ["supports_native_streaming", "streaming"],
]);

/** What a row says the model can and cannot do: its mode, and each `supports_…` that is there; absent is unknown. */
export function translateLiteLLMCapabilities(row: UnknownRecord): Known {
  const known: Known = {};
  for (const [theirs, ours] of SUPPORTS) {
    const said = row[theirs];
    if (typeof said === "boolean") known[ours] = said;
  }
  const { supports_audio_input: hears, supports_audio_output: speaks, supported_endpoints: endpoints } = row;
  if (hears === true || speaks === true) known.audio = true;
  else if (hears === false && speaks === false) known.audio = false;
  if (Array.isArray(endpoints) && endpoints.includes("/v1/batch")) known.batch = true;
  const does = MODES.get(row.mode);
  if (does !== undefined) known[does] = true;
  return known;
}
