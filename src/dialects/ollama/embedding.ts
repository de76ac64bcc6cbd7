import { malformed } from "../../dialect/malformed.ts";
import { usageOf } from "../../dialect/usage.ts";
import { vectorsIn } from "../../dialect/vectors.ts";
import type { EmbeddingDialect } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";

/** `/api/embed` (https://docs.ollama.com/api/embed). */
export const embedding = {
  encode({ input, dimensions, user, task, extra }, { model }) {
    const adaptations: Adaptation[] = [];
    if (user !== undefined) adaptations.push({ field: "user", what: "Ollama has no such field; it was left out" });
    if (task !== undefined) {
      adaptations.push({
        field: "task",
        what: "Ollama embeds all texts alike; put the model's own prefix before them",
      });
    }
    const body = { model, input, ...(dimensions === undefined ? undefined : { dimensions }), ...extra };
    return { path: "api/embed", body, adaptations };
  },
  decode(body) {
    if (!isRecord(body)) throw malformed("expected an answer of Ollama's embed, a JSON object");
    const count = body.prompt_eval_count;
    return {
      embeddings: vectorsIn(body.embeddings),
      ...(typeof body.model === "string" ? { modelServed: body.model } : undefined),
      ...(typeof count === "number" ? { usage: usageOf({ input: count }) } : undefined),
    };
  },
} satisfies EmbeddingDialect;
