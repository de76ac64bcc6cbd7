import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelMallError } from "../../src/errors.ts";
import { parseOllamaHost } from "../../src/providers/ollama-host.ts";

// The rows of Ollama's own test of OLLAMA_HOST (envconfig/config_test.go) that a client can use, and more.
const FORMS = [
  ["", "http://127.0.0.1:11434"],
  ["  ", "http://127.0.0.1:11434"],
  ["1.2.3.4", "http://1.2.3.4:11434"],
  [":1234", "http://127.0.0.1:1234"],
  ["1.2.3.4:1234", "http://1.2.3.4:1234"],
  ["example.com", "http://example.com:11434"],
  ["example.com:1234", "http://example.com:1234"],
  ["example.com:", "http://example.com:11434"],
  ["localhost", "http://localhost:11434"],
  ["0.0.0.0", "http://127.0.0.1:11434"],
  ["0.0.0.0:8080", "http://127.0.0.1:8080"],
  ["http://0.0.0.0:8080", "http://127.0.0.1:8080"],
  ["::1", "http://[::1]:11434"],
  ["[::1]", "http://[::1]:11434"],
  ["[::1]:1337", "http://[::1]:1337"],
  ["::", "http://[::1]:11434"],
  ["[::]:1234", "http://[::1]:1234"],
  ["fd00::7", "http://[fd00::7]:11434"],
  ["http://1.2.3.4", "http://1.2.3.4:80"],
  ["https://1.2.3.4", "https://1.2.3.4:443"],
  ["https://example.com:4321", "https://example.com:4321"],
  ["HTTPS://example.com", "https://example.com:443"],
  ["http://example.com/", "http://example.com:80"],
  ["https://example.com/ollama", "https://example.com:443/ollama"],
  ["example.com/ollama/", "http://example.com:11434/ollama"],
  ["https://example.com:8443/a/b", "https://example.com:8443/a/b"],
  ["ollama.com", "https://ollama.com:443"],
  [" 10.0.0.7:11434\n", "http://10.0.0.7:11434"],
] as const;

const BAD = [
  ["example.com:99999", 'OLLAMA_HOST: expected a port from 1 to 65535, got "99999"'],
  ["example.com:0", 'OLLAMA_HOST: expected a port from 1 to 65535, got "0"'],
  ["example.com:abc", 'OLLAMA_HOST: expected a port from 1 to 65535, got "abc"'],
  ["ftp://example.com", "OLLAMA_HOST: expected it to begin with http://, https:// or a host"],
  ["http://me:sk-secret@example.com", "OLLAMA_HOST: expected no user and no password in it"],
  ["my host", "OLLAMA_HOST: expected a host, with a port and a path if needed, and nothing more"],
  ["example.com/?key=sk-secret", "OLLAMA_HOST: expected a host, with a port and a path if needed, and nothing more"],
  ["[::1", 'OLLAMA_HOST: "[::1" is no host'],
  ["a<b", 'OLLAMA_HOST: "a<b" is no host'],
] as const;

describe("parseOllamaHost", () => {
  it.each(FORMS)("reads %j as %s", (value, url) => {
    expect(parseOllamaHost(value)).toBe(url);
  });

  it.each(BAD)("refuses %j and says why, without repeating a password", (value, message) => {
    expect(() => parseOllamaHost(value)).toThrow(message);
    expect(() => parseOllamaHost(value)).not.toThrow(/secret/);
  });

  it("makes a usable base URL of any text, or refuses it with an error of ours", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.ipV4(), fc.ipV6(), fc.domain()), (value) => {
        let url: string;
        try {
          url = parseOllamaHost(value);
        } catch (error) {
          expect(ModelMallError.is(error)).toBe(true);
          return;
        }
        expect(new URL(`${url}/api/tags`).protocol).toMatch(/^https?:$/);
        expect(url.endsWith("/")).toBe(false);
      }),
    );
  });

  it("reads its own result as the same address", () => {
    for (const [value, url] of FORMS) expect(parseOllamaHost(parseOllamaHost(value))).toBe(url);
  });
});
