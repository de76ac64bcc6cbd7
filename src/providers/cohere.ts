import type { Provider } from "../provider.ts";

/** Cohere. */
export const cohere = {
  name: "cohere",
  title: "Cohere",
  dialect: "cohere",
  baseUrl: "https://api.cohere.com",
  baseUrlVariable: "CO_API_URL",
  openaiPath: "/compatibility/v1",
  keyVariables: ["CO_API_KEY", "COHERE_API_KEY"],
  docs: "https://docs.cohere.com/docs/compatibility-api",
} satisfies Provider;
