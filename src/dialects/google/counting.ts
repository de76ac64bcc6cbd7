import { malformed } from "../../dialect/malformed.ts";
import type { CountingDialect } from "../../dialect.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord } from "../../util/record.ts";
import { isVertex, pathOf, resourceNameOf } from "./address.ts";
import { encodeBody } from "./encode-request.ts";

// What Vertex AI's countTokens reads of a request; the Gemini API takes it whole
// (https://ai.google.dev/api/tokens, https://docs.cloud.google.com/vertex-ai/docs/reference/rest/v1/CountTokensRequest).
const VERTEX_FIELDS = ["contents", "systemInstruction", "tools", "generationConfig"] as const;

/** `countTokens`, which counts a whole request: instructions, tools and media too. */
export const counting: CountingDialect = {
  encode(request, context) {
    const adaptations: Adaptation[] = [];
    const whole = encodeBody(request, { context, adaptations });
    const path = pathOf(context, "countTokens");
    if (!isVertex(context)) {
      return {
        path,
        body: { generateContentRequest: { model: resourceNameOf(context.model), ...whole } },
        adaptations,
      };
    }
    const body = Object.fromEntries(
      VERTEX_FIELDS.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]])),
    );
    return { path, body, adaptations };
  },
  decode(body) {
    const tokens = isRecord(body) ? body.totalTokens : undefined;
    if (typeof tokens === "number" && Number.isInteger(tokens) && tokens >= 0) return tokens;
    // proto JSON leaves a zero out.
    if (isRecord(body) && tokens === undefined && body.error === undefined) return 0;
    throw malformed("expected totalTokens, a number of tokens");
  },
};
