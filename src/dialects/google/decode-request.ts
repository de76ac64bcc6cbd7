import type { ChatRequest } from "../../chat.ts";
import type { JsonValue } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/record.ts";
import { modelIn, readAddress } from "./address.ts";
import { decodeConfig } from "./decode-config.ts";
import { decodeContents } from "./decode-contents.ts";
import { decodeToolChoice, decodeTools } from "./decode-tools.ts";
import { protoFields } from "./proto-json.ts";

/**
 * What a caller asked for who sent this body to this address, which alone tells the model and whether it streams.
 * What has no word of ours goes into `extra` under Google's names.
 */
export function decodeRequest(body: unknown, url?: string): { request: ChatRequest; model?: string; stream: boolean } {
  const whole = protoFields(body);
  const isCount = whole.generateContentRequest !== undefined;
  const fields = isCount ? protoFields(whole.generateContentRequest) : whole;
  const { contents, systemInstruction, tools, toolConfig, generationConfig, model: _, ...own } = fields;
  const { functionCallingConfig, ...otherToolConfig } = protoFields(toolConfig);
  const calling = protoFields(functionCallingConfig);
  const choice = functionCallingConfig === undefined ? undefined : decodeToolChoice(calling);
  const { asked, others } = decodeConfig(generationConfig);
  const keptToolConfig =
    functionCallingConfig === undefined || choice !== undefined
      ? otherToolConfig
      : { functionCallingConfig: calling, ...otherToolConfig };
  const extra: UnknownRecord = {
    ...own,
    ...nonEmpty("toolConfig", keptToolConfig),
    ...nonEmpty("generationConfig", others),
  };
  const decodedTools = decodeTools(tools);
  const address = url === undefined ? {} : readAddress(url);
  const model = address.model ?? modelIn(fields);
  return {
    request: {
      messages: decodeContents(contents, systemInstruction),
      ...(decodedTools.length === 0 ? undefined : { tools: decodedTools }),
      ...(choice === undefined ? undefined : { tool_choice: choice }),
      ...asked,
      ...(Object.keys(extra).length === 0
        ? undefined
        : { extra: extra as Record<string, JsonValue>, extraDialect: "google" }),
    },
    ...(model === undefined ? undefined : { model }),
    stream: address.method === "streamGenerateContent",
  };
}

function nonEmpty(name: string, record: UnknownRecord): UnknownRecord {
  return Object.keys(record).length === 0 ? {} : { [name]: record };
}
