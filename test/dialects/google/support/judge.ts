import { type GenerateContentResponse, GoogleGenAI } from "@google/genai";

/** What a reader made of an answer. */
export interface Reading {
  text: string;
  reasoning: string;
  /** Name and parsed arguments of each call. */
  calls: { name: string; args: unknown; id?: string }[];
  /** Google's own word. */
  finish: string | undefined;
  usage: { input: number; output: number; cached: number; reasoning: number } | undefined;
  model: string | undefined;
}

/** What the official client makes of the answer a server gives. */
export async function judge(url: string, model: string, stream: boolean): Promise<Reading> {
  const client = new GoogleGenAI({ apiKey: "judge", vertexai: false, httpOptions: { baseUrl: url } });
  const asked = { model, contents: "judged" };
  const answers: GenerateContentResponse[] = [];
  if (stream) for await (const answer of await client.models.generateContentStream(asked)) answers.push(answer);
  else answers.push(await client.models.generateContent(asked));
  const candidates = answers.map(({ candidates: [candidate] = [] }) => candidate);
  const parts = candidates.flatMap((candidate) => candidate?.content?.parts ?? []);
  const counts = answers
    .map(({ usageMetadata }) => usageMetadata)
    .filter((usage) => usage?.totalTokenCount !== undefined);
  const usage = counts.at(-1);
  const {
    promptTokenCount = 0,
    toolUsePromptTokenCount = 0,
    candidatesTokenCount = 0,
    thoughtsTokenCount = 0,
  } = usage ?? {};
  return {
    text: answers.map(({ text }) => text ?? "").join(""),
    reasoning: parts.map((part) => (part.thought ? (part.text ?? "") : "")).join(""),
    calls: answers
      .flatMap(({ functionCalls }) => functionCalls ?? [])
      .map(({ name = "", args = {}, id }) => ({ name, args, ...(id === undefined ? {} : { id }) })),
    finish:
      candidates
        .map((candidate) => candidate?.finishReason as string | undefined)
        .findLast((word) => word !== undefined) ?? (answers[0]?.promptFeedback?.blockReason as string | undefined),
    usage:
      usage === undefined
        ? undefined
        : {
            input: promptTokenCount + toolUsePromptTokenCount,
            output: candidatesTokenCount + thoughtsTokenCount,
            cached: usage.cachedContentTokenCount ?? 0,
            reasoning: thoughtsTokenCount,
          },
    model: answers[0]?.modelVersion,
  };
}
