import { expect, test } from "vitest";
import { webSourcesIn } from "../../src/dialect/web-sources.ts";

const url = "https://example.com/a";

test.each([
  [
    "Chat Completions",
    { type: "url_citation", url_citation: { url, title: "A", start_index: 1, end_index: 2 } },
    "A",
    1,
  ],
  ["the Responses API", { type: "url_citation", url, title: "A", start_index: 1, end_index: 2 }, "A", 1],
  ["Anthropic", { type: "web_search_result_location", url, title: null, cited_text: "x" }, url, 0],
  ["Google", { groundingMetadata: { groundingChunks: [{ web: { uri: url, title: "A" } }] } }, "A", 0],
  ["Perplexity", url, url, 0],
])("the pages %s names are found", (_, annotation, title, start) => {
  expect(webSourcesIn(annotation as never)).toEqual([{ url, title, start, end: start === 0 ? 0 : 2 }]);
});

test.each([
  ["a block of a search", { type: "server_tool_use", name: "web_search" }],
  ["a file", { type: "file_citation", file_id: "f", index: 1 }],
  ["a word", "no address"],
])("%s names no page", (_, annotation) => {
  expect(webSourcesIn(annotation as never)).toEqual([]);
});
