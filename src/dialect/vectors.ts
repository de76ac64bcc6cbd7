import { malformed } from "./malformed.ts";

/** A list of vectors, each a list of numbers. @throws {CallError} `malformed_answer` for anything else */
export function vectorsIn(value: unknown): number[][] {
  if (!Array.isArray(value)) throw malformed("the answer has no list of embeddings");
  for (const [index, vector] of value.entries()) {
    // The first number speaks for all: vectors are long, and a service that sends numbers sends them throughout.
    if (Array.isArray(vector) && typeof vector[0] === "number") continue;
    throw malformed(`embedding ${index} is not a list of numbers`);
  }
  return value;
}
