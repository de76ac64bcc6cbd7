/** A service that LiteLLM reaches over OpenAI's dialect and modelmall has no provider for. */
export interface OpenaiLikeService {
  /** Absent where every account has an address of its own. */
  readonly baseUrl?: string;
  /** The variable from which LiteLLM takes its key; absent where it needs none. */
  readonly keyVariable?: string;
  /** The variable from which LiteLLM takes its address. */
  readonly addressVariable?: string;
}

const hosted = (baseUrl: string, keyVariable: string): OpenaiLikeService => ({ baseUrl, keyVariable });
const selfHosted = (addressVariable: string, baseUrl?: string): OpenaiLikeService => ({
  addressVariable,
  ...(baseUrl === undefined ? {} : { baseUrl }),
});

/**
 * By LiteLLM's prefix (https://docs.litellm.ai/docs/providers). Not every address could be checked against its service,
 * so a migration names each one that it takes from here.
 */
export const OPENAI_LIKE_SERVICES: ReadonlyMap<string, OpenaiLikeService> = new Map([
  ["abliteration", hosted("https://api.abliteration.ai/v1", "ABLITERATION_API_KEY")],
  ["ai21", hosted("https://api.ai21.com/studio/v1", "AI21_API_KEY")],
  ["ai21_chat", hosted("https://api.ai21.com/studio/v1", "AI21_API_KEY")],
  ["aihubmix", hosted("https://aihubmix.com/v1", "AIHUBMIX_API_KEY")],
  ["amazon_nova", hosted("https://api.nova.amazon.com/v1", "AMAZON_NOVA_API_KEY")],
  ["apertis", hosted("https://api.stima.tech/v1", "STIMA_API_KEY")],
  ["chutes", hosted("https://llm.chutes.ai/v1", "CHUTES_API_KEY")],
  ["codestral", hosted("https://codestral.mistral.ai/v1", "CODESTRAL_API_KEY")],
  ["compactifai", hosted("https://api.compactif.ai/v1", "COMPACTIFAI_API_KEY")],
  ["dashscope", hosted("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY")],
  ["deepinfra", hosted("https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY")],
  ["featherless_ai", hosted("https://api.featherless.ai/v1", "FEATHERLESS_AI_API_KEY")],
  ["friendliai", hosted("https://api.friendli.ai/serverless/v1", "FRIENDLI_TOKEN")],
  ["github", hosted("https://models.inference.ai.azure.com", "GITHUB_API_KEY")],
  ["gmi", hosted("https://api.gmi-serving.com/v1", "GMI_API_KEY")],
  ["hyperbolic", hosted("https://api.hyperbolic.xyz/v1", "HYPERBOLIC_API_KEY")],
  ["lambda_ai", hosted("https://api.lambda.ai/v1", "LAMBDA_API_KEY")],
  ["meta_llama", hosted("https://api.llama.com/compat/v1", "LLAMA_API_KEY")],
  ["minimax", hosted("https://api.minimax.io/v1", "MINIMAX_API_KEY")],
  ["morph", hosted("https://api.morphllm.com/v1", "MORPH_API_KEY")],
  ["nano-gpt", hosted("https://nano-gpt.com/api/v1", "NANOGPT_API_KEY")],
  ["nebius", hosted("https://api.studio.nebius.ai/v1", "NEBIUS_API_KEY")],
  ["novita", hosted("https://api.novita.ai/v3/openai", "NOVITA_API_KEY")],
  ["nscale", hosted("https://inference.api.nscale.com/v1", "NSCALE_API_KEY")],
  ["nvidia_nim", hosted("https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY")],
  ["poe", hosted("https://api.poe.com/v1", "POE_API_KEY")],
  ["publicai", hosted("https://api.publicai.co/v1", "PUBLICAI_API_KEY")],
  ["sambanova", hosted("https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY")],
  ["scaleway", hosted("https://api.scaleway.ai/v1", "SCW_SECRET_KEY")],
  ["synthetic", hosted("https://api.synthetic.new/openai/v1", "SYNTHETIC_API_KEY")],
  ["v0", hosted("https://api.v0.dev/v1", "V0_API_KEY")],
  ["veniceai", hosted("https://api.venice.ai/api/v1", "VENICE_AI_API_KEY")],
  ["volcengine", hosted("https://ark.cn-beijing.volces.com/api/v3", "VOLCENGINE_API_KEY")],
  ["xiaomi_mimo", hosted("https://api.xiaomimimo.com/v1", "XIAOMI_MIMO_API_KEY")],
  ["aiohttp_openai", selfHosted("OPENAI_API_BASE")],
  ["custom_openai", selfHosted("OPENAI_API_BASE")],
  ["docker_model_runner", selfHosted("DOCKER_MODEL_RUNNER_API_BASE", "http://localhost:22088/engines/llama.cpp")],
  ["litellm_proxy", { addressVariable: "LITELLM_PROXY_API_BASE", keyVariable: "LITELLM_PROXY_API_KEY" }],
  ["llamafile", selfHosted("LLAMAFILE_API_BASE", "http://127.0.0.1:8080/v1")],
  ["openai_like", selfHosted("OPENAI_LIKE_API_BASE")],
  ["xinference", selfHosted("XINFERENCE_API_BASE", "http://127.0.0.1:9997/v1")],
]);

const OWN_DIALECT = "it is called in a dialect of its own, which modelmall does not speak";
const GOOGLE_CLOUD =
  "Vertex AI is signed in to with Google Cloud credentials, not a key; Gemini models can be had with a key as google/<model>";
const NO_MODEL = "this leads to a mechanism of LiteLLM, not to a model";

/** Why a prefix of LiteLLM leads nowhere from here. */
export const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ...["vertex_ai", "vertex_ai_beta"].map((prefix) => [prefix, GOOGLE_CLOUD] as const),
  ...["auto_router", "dotprompt", "humanloop", "langfuse", "bitbucket", "gitlab"].map(
    (prefix) => [prefix, NO_MODEL] as const,
  ),
  ...["chatgpt", "github_copilot"].map(
    (prefix) => [prefix, "it is signed in to in a browser, not with a key"] as const,
  ),
  ...`aws_polly black_forest_labs bytez clarifai databricks elevenlabs gigachat infinity jina_ai langgraph
  nlp_cloud oci petals predibase recraft replicate runwayml sagemaker sagemaker_chat sagemaker_nova sap snowflake stability
  topaz triton voyage watsonx watsonx_text aleph_alpha baseten cloudflare assemblyai deepgram maritalk`
    .split(/\s+/)
    .map((prefix) => [prefix, OWN_DIALECT] as const),
]);
