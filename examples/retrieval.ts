// Answers from documents: embeddings and chat model of LangChain, each by a name of config/retrieval.yaml.
// needs: nothing; scripted backends stand in for OpenAI and Google.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnablePassthrough } from "@langchain/core/runnables";
import { createManager } from "modelmall";
import { fakeBackend } from "modelmall/backends/fake";
import { ChatModelMall, EmbeddingsMall } from "modelmall/langchain";
import { memory } from "modelmall/stores/memory";

const DOCUMENTS = [
  "The library opens at nine in the morning.",
  "Books may be kept for four weeks.",
  "Dogs must wait outside of the library.",
];

// It answers with the first line of what it was given to read.
const openai = fakeBackend(({ request }) => ({ text: String(request.messages[0]?.content).split("\n")[1] ?? "" }), {
  name: "openai",
});

const manager = await createManager({
  store: memory(),
  env: { OPENAI_API_KEY: "sk-example", GEMINI_API_KEY: "example" },
});
await manager.discover("catalog");
const config = fileURLToPath(new URL("config/retrieval.yaml", import.meta.url));
const router = await manager.router(config, { backends: { openai, google: fakeBackend({}, { name: "google" }) } });

const embeddings = new EmbeddingsMall({ router, model: "search", dimensions: 256 });
const vectors = await embeddings.embedDocuments(DOCUMENTS);

/** The documents nearest to a question; any vector store of LangChain's would take `embeddings` as they are. */
async function nearest(question: string, count = 2): Promise<string> {
  const wanted = await embeddings.embedQuery(question);
  return DOCUMENTS.map((text, place) => ({ text, score: cosine(wanted, vectors[place] ?? []) }))
    .sort((left, right) => right.score - left.score)
    .slice(0, count)
    .map(({ text }) => text)
    .join("\n");
}

function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

const prompt = ChatPromptTemplate.fromMessages([
  ["system", "Answer from these lines alone:\n{context}"],
  ["human", "{question}"],
]);
const model = new ChatModelMall({ router, model: "assistant", temperature: 0 });
const chain = RunnablePassthrough.assign({ context: ({ question }: { question: string }) => nearest(question) })
  .pipe(prompt)
  .pipe(model)
  .pipe(new StringOutputParser());

const answer = await chain.invoke({ question: "How long may books be kept?" });
assert.equal(answer, DOCUMENTS[1]);
console.log(answer);
await manager.close();
