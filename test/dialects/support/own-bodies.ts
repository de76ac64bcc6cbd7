import type { AskedBody } from "./asked-bodies.ts";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

/** In every place where a body holds what only its own dialect knows: no other's body may hold it. */
export const FOREIGN = "foreign";

/** Bodies that can be asked in every dialect, as each one's documentation writes them, with all that is a dialect's own. */
export const CARRIED: readonly AskedBody[] = [
  {
    name: "Chat Completions",
    dialect: "openai",
    body: {
      model: "gpt-5-mini",
      messages: [
        { role: "developer", content: "Be brief." },
        {
          role: "user",
          content: [{ type: "text", text: "Weather?", cache_control: { type: "ephemeral" } }],
        },
        {
          role: "assistant",
          content: null,
          reasoning_content: FOREIGN,
          tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } }],
        },
        { role: "tool", tool_call_id: "call_1", content: "Rain" },
      ],
      tools: [{ type: "function", function: { name: "weather", parameters: SCHEMA, strict: true } }],
      prediction: { type: "content", content: FOREIGN },
      provider: { order: [FOREIGN] },
      thinking: { type: FOREIGN },
      options: { num_ctx: FOREIGN },
      generationConfig: { [FOREIGN]: 1 },
    },
  },
  {
    name: "Responses",
    dialect: "openai-responses",
    body: {
      model: "gpt-5-mini",
      instructions: "Be brief.",
      input: [
        {
          type: "message",
          role: "user",
          status: FOREIGN,
          content: [{ type: "input_text", text: "Weather?", later: FOREIGN }],
        },
        {
          type: "reasoning",
          id: FOREIGN,
          summary: [{ type: "summary_text", text: FOREIGN }],
          encrypted_content: FOREIGN,
        },
        { type: "function_call", id: FOREIGN, call_id: "call_1", name: "weather", arguments: '{"city":"Oslo"}' },
        { type: "function_call_output", id: FOREIGN, call_id: "call_1", output: "Rain" },
        {
          type: "message",
          id: FOREIGN,
          role: "assistant",
          content: [{ type: "output_text", text: "Rain.", annotations: [{ type: FOREIGN }], logprobs: [] }],
        },
        {
          role: "user",
          content: [{ type: "input_image", image_url: `data:image/png;base64,${PIXEL}`, detail: "original" }],
        },
      ],
      tools: [
        { type: "function", name: "weather", parameters: SCHEMA, strict: true, defer_loading: false, later: FOREIGN },
      ],
      text: { format: { type: "text" }, later: FOREIGN },
      include: [FOREIGN],
      truncation: FOREIGN,
      reasoning: { effort: "low", summary: FOREIGN },
    },
  },
  {
    name: "Messages",
    dialect: "anthropic",
    body: {
      model: "claude-sonnet-4-5",
      max_tokens: 2048,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", later: FOREIGN, content: [{ type: "text", text: "Weather?", citations: [{ type: FOREIGN }] }] },
        {
          role: "assistant",
          content: [
            { type: "text", text: "Looking." },
            { type: "thinking", thinking: FOREIGN, signature: FOREIGN },
            { type: "redacted_thinking", data: FOREIGN },
            { type: "server_tool_use", id: FOREIGN, name: FOREIGN, input: {} },
            { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Oslo" }, caller: { type: FOREIGN } },
          ],
        },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "toolu_1",
              is_error: false,
              later: FOREIGN,
              content: [{ type: "text", text: "Rain", cache_control: { type: "ephemeral" } }],
            },
          ],
        },
      ],
      tools: [{ name: "weather", input_schema: SCHEMA, input_examples: [{ city: FOREIGN }], defer_loading: false }],
      thinking: { type: "enabled", budget_tokens: 1500, display: FOREIGN },
      container: FOREIGN,
      context_management: { edits: [{ type: FOREIGN }] },
    },
  },
  {
    name: "generateContent",
    dialect: "google",
    body: {
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        { role: "user", parts: [{ text: "Weather?" }] },
        {
          role: "model",
          parts: [
            { text: FOREIGN, thought: true },
            { text: "Looking.", thoughtSignature: FOREIGN },
            { executableCode: { language: "PYTHON", code: FOREIGN } },
            { functionCall: { name: "weather", args: { city: "Oslo" } }, thoughtSignature: FOREIGN },
          ],
        },
        {
          role: "user",
          parts: [{ functionResponse: { name: "weather", response: { output: "Rain" }, scheduling: FOREIGN } }],
        },
      ],
      tools: [
        {
          functionDeclarations: [
            {
              name: "weather",
              parameters: { type: "OBJECT", properties: { city: { type: "STRING" } } },
              behavior: FOREIGN,
              response: { type: FOREIGN },
              later: FOREIGN,
            },
          ],
        },
      ],
      safetySettings: [{ category: FOREIGN, threshold: FOREIGN }],
      labels: { a: FOREIGN },
      generationConfig: { mediaResolution: FOREIGN, thinkingConfig: { thinkingBudget: 300, later: FOREIGN } },
    },
  },
  {
    name: "Ollama's chat",
    dialect: "ollama",
    body: {
      model: "qwen3",
      stream: false,
      messages: [
        { role: "user", content: "Weather?", later: FOREIGN },
        {
          role: "assistant",
          content: "",
          thinking: FOREIGN,
          tool_calls: [{ function: { name: "weather", arguments: { city: "Oslo" } } }],
        },
        { role: "tool", content: "Rain", tool_name: "weather" },
      ],
      tools: [{ type: "function", function: { name: "weather", parameters: SCHEMA } }],
      keep_alive: FOREIGN,
      options: { num_ctx: 1024, later: FOREIGN },
    },
  },
  {
    name: "Converse",
    dialect: "bedrock",
    body: {
      system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
      messages: [
        { role: "user", content: [{ text: "Weather?" }] },
        {
          role: "assistant",
          content: [
            { reasoningContent: { reasoningText: { text: FOREIGN, signature: FOREIGN } } },
            { toolUse: { toolUseId: "tooluse_1", name: "weather", input: { city: "Oslo" } } },
            { cachePoint: { type: "default" } },
          ],
        },
        {
          role: "user",
          content: [{ toolResult: { toolUseId: "tooluse_1", content: [{ text: "Rain" }], status: "success" } }],
        },
      ],
      toolConfig: {
        tools: [{ toolSpec: { name: "weather", inputSchema: { json: SCHEMA } } }, { cachePoint: { type: "default" } }],
      },
      guardrailConfig: { guardrailIdentifier: FOREIGN },
      inferenceConfig: { maxTokens: 100, later: FOREIGN },
      additionalModelRequestFields: { later: FOREIGN },
    },
  },
];

/** A body that means something else to everybody but its own dialect, and the field that says so. */
export interface RefusedBody extends AskedBody {
  readonly field: string;
}

const hi = [{ role: "user", content: "Hi" }];
const HELLO = [{ role: "user", parts: [{ text: "Hi" }] }];
const SAID = [{ role: "user", content: [{ text: "Hi" }] }];

function refused(dialect: string, field: string, body: Record<string, unknown>): RefusedBody {
  return { name: `${dialect}'s ${field}`, dialect, field, body: { model: "m", ...body } };
}

/** Bodies that cannot be asked in any other dialect. */
export const REFUSED: readonly RefusedBody[] = [
  refused("openai", "tools[0]", { messages: hi, tools: [{ type: "custom", custom: { name: "sql" } }] }),
  refused("openai", "messages[0].content[0]", { messages: [{ role: "user", content: [{ type: "video_url" }] }] }),
  refused("openai", "extra.functions", { messages: hi, functions: [{ name: "f" }] }),
  refused("openai", "extra.tool_choice", { messages: hi, tool_choice: { type: "custom", custom: { name: "sql" } } }),
  refused("openai-responses", "extra.previous_response_id", { input: "Hi", previous_response_id: "resp_1" }),
  refused("openai-responses", "extra.conversation", { input: "Hi", conversation: "conv_1" }),
  refused("openai-responses", "extra.prompt", { prompt: { id: "pmpt_1" } }),
  refused("openai-responses", "tools[0]", { input: "Hi", tools: [{ type: "web_search" }] }),
  refused("openai-responses", "messages[0].content[0]", {
    input: [{ type: "mcp_approval_response" }],
  }),
  refused("anthropic", "tools[0]", {
    max_tokens: 9,
    messages: hi,
    tools: [{ type: "web_search_20250305", name: "web_search" }],
  }),
  refused("anthropic", "extra.mcp_servers", {
    max_tokens: 9,
    messages: hi,
    mcp_servers: [{ type: "url", url: "https://a.example", name: "a" }],
  }),
  refused("anthropic", "messages[0].content[0]", {
    max_tokens: 9,
    messages: [{ role: "user", content: [{ type: "search_result", source: "a", title: "b", content: [] }] }],
  }),
  refused("google", "tools[0]", { contents: HELLO, tools: [{ googleSearch: {} }] }),
  refused("google", "extra.cachedContent", { contents: HELLO, cachedContent: "cachedContents/1" }),
  refused("google", "messages[0].content[0]", {
    contents: [{ role: "user", parts: [{ text: "Hi", videoMetadata: { fps: 1 } }] }],
  }),
  refused("google", "extra.toolConfig.functionCallingConfig", {
    contents: HELLO,
    toolConfig: { functionCallingConfig: { mode: "VALIDATED" } },
  }),
  refused("ollama", "extra.format", { messages: hi, format: "xml" }),
  refused("ollama", "extra.context", { prompt: "Hi", context: [1, 2] }),
  refused("bedrock", "tools[0]", {
    messages: SAID,
    toolConfig: { tools: [{ systemTool: { name: "nova_grounding" } }] },
  }),
  refused("bedrock", "messages[0].content[0]", {
    messages: [{ role: "user", content: [{ guardContent: { text: { text: "Hi" } } }] }],
  }),
  refused("bedrock", "extra.promptVariables", { messages: SAID, promptVariables: { a: { text: "b" } } }),
];
