type Owner = "openai" | "anthropic" | "google";

/** What the ids of uploaded files look like, by the dialect of whoever keeps the file; one's id means nothing to another. */
const FORMS: readonly (readonly [owner: Owner, form: RegExp])[] = [
  // https://platform.openai.com/docs/api-reference/files/object
  ["openai", /^file-[A-Za-z0-9]+$/],
  // https://platform.claude.com/docs/en/build-with-claude/files
  ["anthropic", /^file_01[A-Za-z0-9]{18,}$/],
  // https://ai.google.dev/api/files#File and Cloud Storage, which Vertex AI reads
  ["google", /^(?:https:\/\/generativelanguage\.googleapis\.com\/.*|gs:\/\/.+|files\/[\w-]+)$/],
];

/** The dialect whose service keeps the file of an id; `undefined` where its form does not tell. OpenAI's two share their files. */
export function fileOwner(id: string): Owner | undefined {
  for (const [owner, form] of FORMS) if (form.test(id)) return owner;
  return undefined;
}
