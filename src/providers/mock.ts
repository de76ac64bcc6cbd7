import type { Provider } from "../provider.ts";

/** Answers by itself, without key and network: for trying out and for tests. */
export const mock = {
  name: "mock",
  title: "Mock",
  dialect: "openai",
  keyVariables: [],
  isLocal: true,
  isFree: true,
  docs: "https://platform.openai.com/docs/api-reference/chat",
} satisfies Provider;
