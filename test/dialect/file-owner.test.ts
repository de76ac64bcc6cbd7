import { expect, test } from "vitest";
import { fileOwner } from "../../src/dialect/file-owner.ts";

test.each([
  ["file-6F2ksmvXxt4VdoqmHRw6kL", "openai"],
  ["file_011CNha8iCJcU1wXNR6q4V8w", "anthropic"],
  ["https://generativelanguage.googleapis.com/v1beta/files/abc-123", "google"],
  ["files/abc-123", "google"],
  ["gs://bucket/a.pdf", "google"],
  ["https://example.com/a.pdf", undefined],
  ["file_1", undefined],
  ["assistant-9", undefined],
])("the file %s is kept by %s", (id, owner) => {
  expect(fileOwner(id)).toBe(owner);
});
