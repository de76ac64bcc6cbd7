import type { ChatMessage, ChatRequest, FinishReason, Tool } from "../../chat.ts";
import type { ServedCall } from "../../served-dialect.ts";
import { isRecord } from "../../util/record.ts";
import { encodeFormat, encodeToolChoice } from "./encode-tools.ts";
import { DIALECT, type Item } from "./words.ts";

/** How an answer ended, as a response tells it. */
export interface Status {
  readonly status: string;
  readonly incomplete_details: { readonly reason: string } | null;
}

/** Words of this API for an answer that is not whole, beside the reasons it has names for. */
const UNFINISHED: ReadonlySet<string | undefined> = new Set(["incomplete", "cancelled", "in_progress", "queued"]);

/** Why an answer ended; what has no word here is told as complete, since clients take anything else for a failure. */
export function statusOf(reason: FinishReason | undefined, raw: string | undefined): Status {
  if (reason === "length") return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  if (reason === "content_filter") return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
  const status = reason === "other" && raw !== undefined && UNFINISHED.has(raw) ? raw : "completed";
  return { status, incomplete_details: null };
}

/** A response's id and time. */
export function headOf({ id, createdAt }: ServedCall): Item {
  return { id: `resp_${id}`, object: "response", created_at: Math.floor(createdAt.getTime() / 1000) };
}

/** What a response repeats of its request (https://platform.openai.com/docs/api-reference/responses/object). */
export function echoOf({ request, model }: ServedCall): Item {
  const { extra = {} } = request;
  const text = isRecord(extra.text) ? extra.text : undefined;
  const reasoning = isRecord(extra.reasoning) ? extra.reasoning : undefined;
  return {
    background: false,
    instructions: instructionsOf(request.messages),
    max_output_tokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    max_tool_calls: extra.max_tool_calls ?? null,
    metadata: request.metadata ?? {},
    model,
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: request.reasoning_effort ?? null, summary: null, ...reasoning },
    ...(extra.store === false ? { store: false } : undefined),
    temperature: request.temperature ?? null,
    text: { format: formatOf(request), ...text },
    tool_choice: request.tool_choice === undefined ? "auto" : encodeToolChoice(request.tool_choice),
    tools: (request.tools ?? []).flatMap(toolOf),
    top_logprobs: request.top_logprobs ?? 0,
    top_p: request.top_p ?? null,
    truncation: extra.truncation ?? "disabled",
    ...(request.user === undefined ? undefined : { user: request.user }),
  };
}

function instructionsOf([first]: readonly ChatMessage[]): string | null {
  return first?.role === "system" && typeof first.content === "string" ? first.content : null;
}

function formatOf({ response_format: format }: ChatRequest): Item {
  return format === undefined ? { type: "text" } : encodeFormat(format);
}

function toolOf(tool: Tool): Item[] {
  if (tool.type === "native") return tool.dialect === DIALECT && isRecord(tool.value) ? [tool.value] : [];
  const { name, description, parameters, strict } = tool.function;
  return [
    {
      type: "function",
      name,
      description: description ?? null,
      parameters: parameters ?? null,
      strict: strict ?? null,
    },
  ];
}
