import type { Capability } from "../../model.ts";
import { isRecord } from "../../util/record.ts";
import type { ModelsDevRow } from "./row.ts";

type Known = Partial<Record<Capability, boolean>>;

/** What a row says the model can and cannot do; what it does not speak of is left out. */
export function translateModelsDevCapabilities(row: ModelsDevRow): Known {
  const { tool_call: tools, reasoning, structured_output: structured, modalities } = row;
  const known: Known = {};
  const callsTools = isRecord(tools) ? tools.supported : tools;
  if (typeof callsTools === "boolean") known.tools = callsTools;
  if (isRecord(tools) && typeof tools.parallel === "boolean") known.parallelTools = tools.parallel;
  if (callsTools === false) known.parallelTools = false;
  if (typeof reasoning === "boolean") known.reasoning = reasoning;
  if (typeof structured === "boolean") known.jsonSchema = structured;
  const { input, output } = modalities ?? {};
  if (input) {
    known.vision = input.includes("image");
    known.videoInput = input.includes("video");
    known.pdf = input.includes("pdf");
  }
  if (output) {
    known.image = output.includes("image");
    known.video = output.includes("video");
    // Audio out may be music: only its absence says something of speech.
    if (!output.includes("audio")) known.speech = false;
    // Embedding models are listed with text as their output too: only what no other kind of model does tells chat.
    if (!output.includes("text")) known.chat = false;
    else if (callsTools || reasoning) known.chat = true;
  }
  if (input && output) known.audio = input.includes("audio") || output.includes("audio");
  return known;
}
