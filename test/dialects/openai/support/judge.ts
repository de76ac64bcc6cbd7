import OpenAI from "openai";

/** What can be laid beside each other of two readings of one answer, for each of its choices. */
export interface Reading {
  choices: { text: string; refusal: string; calls: { name: string; arguments: unknown }[]; finish: string }[];
  usage: { input: number; output: number; total: number } | undefined;
}

/** What the official client's parser makes of an answer; its own accumulator refuses half of what the copies send. */
export async function judge(url: string, stream: boolean): Promise<Reading> {
  const client = new OpenAI({ apiKey: "judge", baseURL: url, maxRetries: 0 });
  const request = { model: "judged", messages: [{ role: "user" as const, content: "judged" }] };
  if (!stream) {
    const { choices, usage } = await client.chat.completions.create(request);
    return {
      choices: choices.map(({ message, finish_reason: finish, ...rest }) => ({
        text: textOf(message === undefined ? rest : message),
        refusal: message?.refusal ?? "",
        calls: (message?.tool_calls ?? []).flatMap((call) => ("function" in call ? [readCall(call.function)] : [])),
        finish: finish ?? "",
      })),
      usage: usageOf(usage),
    };
  }
  const gathered = new Map<
    number,
    { text: string; refusal: string; finish: string; calls: Map<number, { name: string; arguments: string }> }
  >();
  let usage: Reading["usage"];
  for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
    usage = usageOf(chunk.usage) ?? usage;
    for (const choice of chunk.choices ?? []) {
      const found = gathered.get(choice.index) ?? { text: "", refusal: "", finish: "", calls: new Map() };
      gathered.set(choice.index, found);
      const { delta } = choice;
      found.text += textOf(delta ?? choice);
      found.refusal += delta?.refusal ?? "";
      found.finish = choice.finish_reason || found.finish;
      for (const call of delta?.tool_calls ?? []) {
        const open = found.calls.get(call.index) ?? { name: "", arguments: "" };
        found.calls.set(call.index, open);
        open.name ||= call.function?.name ?? "";
        open.arguments += call.function?.arguments ?? "";
      }
    }
  }
  const choices = [...gathered.entries()].sort(([a], [b]) => a - b).map(([, found]) => found);
  return {
    choices: choices.map(({ calls, ...said }) => ({ ...said, calls: [...calls.values()].map(readCall) })),
    usage,
  };
}

/** A call with its arguments parsed; as they are where they are no JSON. */
export function readCall({ name, arguments: text }: { name: string; arguments: string }) {
  try {
    return { name, arguments: JSON.parse(text) as unknown };
  } catch {
    return { name, arguments: text as unknown };
  }
}

// The client hands on what the copies send, which its types do not know: lists as content, bare text.
function textOf(message: object): string {
  const { content, text } = message as { content?: unknown; text?: unknown };
  if (typeof text === "string") return text;
  if (!Array.isArray(content)) return typeof content === "string" ? content : "";
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function usageOf(usage: OpenAI.CompletionUsage | null | undefined): Reading["usage"] {
  if (typeof usage?.prompt_tokens !== "number") return undefined;
  return { input: usage.prompt_tokens, output: usage.completion_tokens, total: usage.total_tokens };
}
