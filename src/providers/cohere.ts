import type { Provider } from "../provider.ts";

/** Cohere. */
export const cohere = {
  name: "cohere",
  title: "Cohere",
  dialect: "cohere",
  baseUrl: "https://api.cohere.com",
  baseUrlVariables: ["COHERE_BASE_URL", "CO_API_URL"],
  openaiPath: "/compatibility/v1",
  rerankPath: "v2/rerank",
  litellmPrefix: "cohere_chat",
  keyVariables: ["CO_API_KEY", "COHERE_API_KEY"],
  models: {
    path: "v1/models",
    field: "models",
    rows: "cohere",
    query: { page_size: "1000" },
    paging: { parameter: "page_token", cursor: "next_page_token" },
  },
  families: [
    "command-",
    "embed-english-",
    "embed-multilingual-",
    "embed-v4.0",
    "rerank-english-",
    "rerank-multilingual-",
    "rerank-v",
    "c4ai-aya-",
  ],
  docs: "https://docs.cohere.com/docs/compatibility-api",
} satisfies Provider;
