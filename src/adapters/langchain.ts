// The router in a LangChain stack: one model, one embeddings, each by a name of the config.
export { ChatModelMall } from "./langchain/chat-model.ts";
export type { EmbeddingsMallFields, EmbedOptions } from "./langchain/embeddings.ts";
export { EmbeddingsMall } from "./langchain/embeddings.ts";
export type {
  ChatModelMallCallOptions,
  ChatModelMallFields,
  RequestParameters,
  RoutingFields,
} from "./langchain/fields.ts";
export { profileOf } from "./langchain/profile.ts";
export type { AttemptMetadata, CallMetadata } from "./langchain/response-metadata.ts";
