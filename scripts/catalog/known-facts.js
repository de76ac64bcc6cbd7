/** Providers of the packages under our names; what is not here is a gateway, a plan or a mirror of one of these. */
const PROVIDERS = new Map([
  ["amazon-bedrock", "bedrock"],
  ["anthropic", "anthropic"],
  ["azure", "azure"],
  ["baseten", "baseten"],
  ["cerebras", "cerebras"],
  ["cloudflare-workers-ai", "cloudflare"],
  ["cohere", "cohere"],
  ["deepseek", "deepseek"],
  ["fireworks", "fireworks"],
  ["fireworks-ai", "fireworks"],
  ["github-copilot", "github-copilot"],
  ["google", "google"],
  ["groq", "groq"],
  ["huggingface", "huggingface"],
  ["meta", "meta"],
  ["minimax", "minimax"],
  ["mistral", "mistral"],
  ["moonshotai", "moonshotai"],
  ["nvidia", "nvidia"],
  ["openai", "openai"],
  ["perplexity", "perplexity"],
  ["together", "together"],
  ["togetherai", "together"],
  ["xai", "xai"],
  ["xiaomi", "xiaomi"],
  ["zai", "zai"],
  ["zhipuai", "zhipuai"],
]);

/** Models for which models.dev, where the profiles come from, denies the JSON schema that the profiles claim. */
const CONTRADICTED = new Set(["gpt-5.2-pro", "gpt-5.4-pro"]);

const readers = { langchain: fromLangChain, pi: fromPi, tokenlens: fromTokenLens };

/** Every model a package tells of: `{ provider, id, name?, contextWindow?, maxOutputTokens?, capabilities, modalities }`. */
export function knownFacts({ form, provider }, data) {
  return readers[form](data, provider);
}

function fromLangChain(data, provider) {
  return Object.entries(data.default).map(([id, profile]) => ({
    provider,
    id,
    contextWindow: positive(profile.maxInputTokens),
    maxOutputTokens: positive(profile.maxOutputTokens),
    capabilities: {
      // Models for embeddings and images are among them: only who calls tools surely chats.
      chat: profile.toolCalling || undefined,
      vision: profile.imageInputs,
      audio: profile.audioInputs,
      videoInput: profile.videoInputs,
      pdf: readsPdf(profile),
      reasoning: profile.reasoningOutput,
      tools: profile.toolCalling,
      // `false` also stands for "not told", and `true` for every model of some providers, even for embeddings.
      jsonSchema: (profile.toolCalling && profile.structuredOutput && !CONTRADICTED.has(id)) || undefined,
    },
    modalities: {
      input: modalities({
        image: profile.imageInputs,
        audio: profile.audioInputs,
        video: profile.videoInputs,
        file: readsPdf(profile),
      }),
      output: modalities({ image: profile.imageOutputs, audio: profile.audioOutputs, video: profile.videoOutputs }),
    },
  }));
}

// Some packages claim PDF for every model, even for embeddings: only who chats and sees can surely read one.
function readsPdf({ pdfInputs, imageInputs, toolCalling }) {
  return pdfInputs && !(imageInputs && toolCalling) ? undefined : pdfInputs;
}

// Its README: "The chat catalog only includes models that support tool calling". Its cost 0 may mean unknown: not read.
function fromPi(data) {
  return ofOurProviders(data.MODELS).map(({ provider, id, model }) => ({
    provider,
    id,
    name: model.name,
    contextWindow: positive(model.contextWindow),
    maxOutputTokens: positive(model.maxTokens),
    capabilities: { chat: true, tools: true, reasoning: model.reasoning, vision: model.input.includes("image") },
    // It tells of text and images only: not enough to say what else a model takes or gives.
    modalities: {},
  }));
}

function fromTokenLens(data) {
  const byProvider = Object.fromEntries(
    Object.entries(data.providersCatalog).map(([name, { models }]) => [name, models]),
  );
  return ofOurProviders(byProvider).map(({ provider, id, model }) => {
    const { input, output } = model.modalities ?? {};
    return {
      provider,
      id,
      name: model.name,
      contextWindow: positive(model.limit?.context),
      maxOutputTokens: positive(model.limit?.output),
      capabilities: {
        chat: output?.includes("text") && model.tool_call === true ? true : undefined,
        tools: model.tool_call,
        reasoning: model.reasoning,
        vision: input?.includes("image"),
        // Its lists are older than some abilities (PDF): what they leave out is unknown.
        audio: input?.includes("audio") || undefined,
        videoInput: input?.includes("video") || undefined,
        pdf: input?.includes("pdf") || undefined,
      },
      modalities: { input: input?.map(asFile), output: output?.map(asFile) },
    };
  });
}

function ofOurProviders(byProvider) {
  return Object.entries(byProvider).flatMap(([name, models]) => {
    const provider = PROVIDERS.get(name);
    if (provider === undefined) return [];
    return Object.entries(models).map(([id, model]) => ({ provider, id, model }));
  });
}

function modalities(flags) {
  return ["text", ...Object.keys(flags).filter((name) => flags[name] === true)];
}

function asFile(modality) {
  return modality === "pdf" ? "file" : modality;
}

function positive(tokens) {
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : undefined;
}
