import { describe, expect, it } from "vitest";
import { messageOf, problemsOf, said } from "../support/checking.ts";

describe("variables and keys", () => {
  const ref = (name: string) => `"\${${name}}"`;

  it("one that is unset is told once, with every place that needs it, and is an error where a call can lead there", async () => {
    const text = `models: { m: eu/gpt-4 }
backends:
  spare: { provider: openai, api_key: ${ref("KEY")} }
  eu: { provider: openai, api_key: ${ref("KEY")} }
`;
    const [problem, ...others] = await problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", path: "backends.eu.api_key", at: { line: 4 } });
    expect(problem?.message).toContain(
      "KEY is not set; backends.spare.api_key (line 3) and backends.eu.api_key (line 4) need it",
    );
    expect(await said(text, { KEY: "sk-1" })).toEqual([]);
  });

  it.each([
    ["models: { m: openai/gpt-4 }", "an unused backend"],
    [
      "models: { m: { backend: [openai/gpt-4, spare/gpt-4], enabled: false }, n: openai/gpt-4 }",
      "a model that is switched off",
    ],
  ])("of %j it is only a warning, for it belongs to %s", async (models) => {
    const text = `${models}\nbackends: { spare: { provider: openai, api_key: ${ref("KEY")} } }`;
    expect(await said(text)).toEqual(["warning unset_variable backends.spare.api_key"]);
  });

  it.each(["fallback: [spare/gpt-4]", "backend: [openai/gpt-4, spare/gpt-4]"])(
    "a call can lead there by %s",
    async (how) => {
      const text = `models: { m: { backend: openai/gpt-4, ${how} } }`.replace(
        "backend: openai/gpt-4, backend",
        "backend",
      );
      const whole = `${text}\nbackends: { spare: { provider: openai, api_key: ${ref("KEY")} } }`;
      expect(await said(whole)).toEqual(["error unset_variable backends.spare.api_key"]);
    },
  );

  it("a secret file that is not there is told by its reference", async () => {
    const text = "models: { m: openai/gpt-4 }\nbackends: { openai: { api_key: file:/no/such/secret } }";
    expect(await messageOf(text)).toMatch(/^file:\/no\/such\/secret does not exist; /);
  });

  it("a key in plain text is a warning that says what to write, and does not show it", async () => {
    const text =
      "models: { m: openai/gpt-4 }\nbackends: { openai: { api_key: sk-proj-123456, headers: { Authorization: Bearer abc } } }";
    const problems = await problemsOf(text);
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "plain_text_key backends.openai.api_key",
      "plain_text_key backends.openai.headers.Authorization",
    ]);
    expect(problems[0]?.message).toContain("{OPENAI_API_KEY}");
    expect(JSON.stringify(problems)).not.toMatch(/sk-proj|abc/);
  });

  it.each([
    `{ provider: openai, api_key: ${ref("KEY")} }`,
    "{ provider: custom, base_url: http://localhost:8000/v1, api_key: sk-local }",
    "{ provider: ollama, api_key: ollama }",
    "{ provider: openai, api_key: none }",
    `{ provider: openai, api_key: ${ref("KEY:-none")} }`,
  ])("%s holds no key in plain text", async (backend) => {
    expect(await said(`models: { m: b/x }\nbackends: { b: ${backend} }`, { KEY: "sk-1" })).not.toContainEqual(
      expect.stringContaining("plain_text_key"),
    );
  });
});
