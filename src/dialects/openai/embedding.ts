import { malformed } from "../../dialect/malformed.ts";
import type { CallContext, EmbeddingDialect } from "../../dialect.ts";
import type { DecodedEmbedding, EmbedRequest } from "../../embedding.ts";
import type { Adaptation } from "../../usage.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { compatibilityOf } from "./compatibility.ts";
import { readUsage } from "./usage.ts";

/** Vectors of texts (https://platform.openai.com/docs/api-reference/embeddings). */
export const embedding: EmbeddingDialect = {
  encode({ input, dimensions, user, task, extra }: EmbedRequest, { model, provider }: CallContext) {
    const { base64Vectors, dimensionsIn = "dimensions", withoutFields } = compatibilityOf(provider.name);
    const adaptations: Adaptation[] = [];
    const body: UnknownRecord = { model, input };
    if (dimensions !== undefined) body[dimensionsIn] = dimensions;
    if (user !== undefined && !withoutFields?.includes("user")) body.user = user;
    else if (user !== undefined)
      adaptations.push({ field: "user", what: `${provider.title} does not take it; it was left out` });
    if (task !== undefined) {
      adaptations.push({
        field: "task",
        what: "OpenAI's dialect makes one kind of vector for every task; it was left out",
      });
    }
    if (base64Vectors) body.encoding_format = "base64";
    for (const key of Object.keys(extra ?? {})) if (key !== "__proto__") body[key] = extra?.[key];
    return { path: "embeddings", body, adaptations };
  },

  decode(body, { provider }): DecodedEmbedding {
    if (!isRecord(body) || !Array.isArray(body.data)) throw malformed('expected a list of vectors in "data"');
    const embeddings: (readonly number[])[] = [];
    for (let place = 0; place < body.data.length; place++) {
      const row: unknown = body.data[place];
      const index = isRecord(row) && typeof row.index === "number" ? row.index : place;
      if (!Number.isInteger(index) || index < 0 || index >= body.data.length || embeddings[index] !== undefined) {
        throw malformed(`expected each vector once, got data[${place}] for input ${index} of ${body.data.length}`);
      }
      embeddings[index] = vectorOf(isRecord(row) ? row.embedding : undefined, place);
    }
    const usage = readUsage(body, compatibilityOf(provider.name));
    return {
      embeddings,
      ...(typeof body.model === "string" && body.model !== "" ? { modelServed: body.model } : {}),
      ...(usage === undefined ? {} : { usage }),
    };
  },
};

/** A vector as numbers, or as the base64 of 32-bit floats, little-endian. */
function vectorOf(value: unknown, place: number): readonly number[] {
  if (Array.isArray(value)) {
    for (const item of value)
      if (typeof item !== "number") throw malformed(`expected numbers at data[${place}].embedding`);
    return value as number[];
  }
  if (typeof value !== "string" || value === "") throw malformed(`expected a vector at data[${place}].embedding`);
  const bytes = Buffer.from(value, "base64");
  if (bytes.length === 0 || bytes.length % 4 !== 0)
    throw malformed(`expected 32-bit floats at data[${place}].embedding`);
  const vector = new Array<number>(bytes.length / 4);
  for (let item = 0; item < vector.length; item++) vector[item] = bytes.readFloatLE(item * 4);
  return vector;
}
