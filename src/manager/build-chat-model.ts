import type { LangchainOptions } from "../connectors/langchain.ts";
import { importPeer } from "../util/import-peer.ts";

// biome-ignore lint/suspicious/noTsIgnore: an optional peer; where it is not installed this is `any`, and no error.
/** @ts-ignore LangChain's base of all its chat models. */
export type BaseChatModel = import("@langchain/core/language_models/chat_models").BaseChatModel;

/**
 * Builds the LangChain chat model that options describe; its package is imported now.
 * @throws {ModelMallError} `missing_package`, saying what to install
 */
export async function buildChatModel({ package: name, className, options }: LangchainOptions): Promise<BaseChatModel> {
  const module = await importPeer<Record<string, new (options: object) => BaseChatModel>>(name, className);
  const ChatModel = module[className];
  if (ChatModel === undefined) throw new TypeError(`${name} exports no ${className}; is its version too old?`);
  return new ChatModel(options);
}
