/** What Cohere calls what vectors are for; it wants to be told (https://docs.cohere.com/docs/embeddings#the-input_type-parameter). */
export const COHERE_INPUT_TYPES = {
  query: "search_query",
  document: "search_document",
  classification: "classification",
  clustering: "clustering",
  similarity: "clustering",
} as const;
