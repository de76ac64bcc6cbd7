/** How the models of one maker are spoken to beyond what Converse says alike for all. */
export interface ModelFamily {
  readonly name: "claude" | "nova" | "gpt-oss" | "mistral" | "cohere" | "titan" | "llama" | "other";
  /** How Claude is told to think: how many tokens (3.7 to 4.5), or how hard (4.6 on). */
  readonly thinking?: "budget" | "adaptive";
  /** Whether it answers in a JSON Schema by itself. */
  readonly hasJsonSchema: boolean;
  /** Whether it can be made to call a tool. */
  readonly hasToolChoice: boolean;
}

/**
 * The family of a model by its id, also in an inference profile or an ARN. Which models take `outputConfig`:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html; which a tool choice:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html
 */
export function familyOf(model: string): ModelFamily {
  const id = model.toLowerCase();
  const claude = /claude-(?:(?:opus|sonnet|haiku|[a-z]+)-(\d+)(?:-(\d{1,2}))?(?!\d)|(\d)(?:-(\d))?)/.exec(id);
  if (claude !== null || id.includes("claude")) {
    const version = Number(claude?.[1] ?? claude?.[3] ?? 0) * 100 + Number(claude?.[2] ?? claude?.[4] ?? 0);
    const thinking = version >= 406 ? "adaptive" : version >= 307 ? "budget" : undefined;
    return {
      name: "claude",
      hasJsonSchema: version >= 405,
      hasToolChoice: true,
      ...(thinking === undefined ? undefined : { thinking }),
    };
  }
  if (id.includes("nova")) return { name: "nova", hasJsonSchema: false, hasToolChoice: true };
  if (id.includes("gpt-oss")) return { name: "gpt-oss", hasJsonSchema: true, hasToolChoice: false };
  if (/mistral|mixtral|pixtral|ministral|magistral|voxtral/.test(id)) {
    return { name: "mistral", hasJsonSchema: true, hasToolChoice: true };
  }
  if (id.includes("cohere")) return { name: "cohere", hasJsonSchema: false, hasToolChoice: false };
  if (id.includes("titan")) return { name: "titan", hasJsonSchema: false, hasToolChoice: false };
  if (id.includes("llama")) return { name: "llama", hasJsonSchema: false, hasToolChoice: false };
  return { name: "other", hasJsonSchema: true, hasToolChoice: true };
}
