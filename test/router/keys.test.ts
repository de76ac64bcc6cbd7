import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/load.ts";
import { createRouter } from "../../src/router/create-router.ts";
import { openUpstream, refusing, type Upstream, well } from "./support/upstream.ts";
import { KINDS, keyOf } from "./support/wired.ts";

/** What the servers of one chain do, by the name of the backend they stand for; `well` is the end of it. */
type Behaviour = "well" | "401" | "429" | "500" | "400 model" | "redirect" | "cut";

const PROVIDERS = ["openai", "openrouter", "groq", "anthropic", "google", "mistral", "ollama", "cohere"];
const NAMES = ["a", "b", "c"];

const behaviour = fc.constantFrom<Behaviour>("well", "401", "429", "500", "400 model", "redirect", "cut");
const chain = fc.tuple(
  ...NAMES.map(() =>
    fc.record({ provider: fc.constantFrom(...PROVIDERS), behaviour, keys: fc.integer({ min: 1, max: 2 }) }),
  ),
);

/** Names under which somebody could try to send a secret, in any case, and names nobody knows. */
const headerName = fc
  .oneof(
    fc.constantFrom("authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "host"),
    fc.constantFrom("x-request-id", "traceparent", "baggage", "x-title", "idempotency-key", "anthropic-beta"),
    fc.stringMatching(/^x-[a-z]{1,8}$/),
  )
  .chain((name) =>
    fc.constantFrom(
      name,
      name.toUpperCase(),
      name.replace(/^./, (first) => first.toUpperCase()),
    ),
  );
const CALLERS = "caller-secret-0123456789abcdef";
const headers = fc.dictionary(headerName, fc.constantFrom(`Bearer ${CALLERS}`, CALLERS, "harmless"), { maxKeys: 3 });

/** Names that may be sent; whoever puts a secret under one of them meant to. */
const ALLOWED = new Set(["x-request-id", "traceparent", "baggage", "x-title", "idempotency-key", "anthropic-beta"]);

describe("keys", () => {
  let upstream: Upstream;
  let behaviours: readonly Behaviour[] = [];
  beforeAll(async () => {
    upstream = await openUpstream((outgoing, asked) => {
      const [, name = ""] = /^\/host-(\w)/.exec(asked.path) ?? [];
      const place = NAMES.indexOf(name);
      switch (behaviours[place]) {
        case "401":
          return refusing(401, { error: { message: "Incorrect API key provided", code: "invalid_api_key" } })(
            outgoing,
            asked,
          );
        case "429":
          return refusing(429, { error: { message: "slow down" } })(outgoing, asked);
        case "500":
          // A provider that repeats everything it was told.
          return refusing(500, { error: { message: `failed with ${asked.headers}` } })(outgoing, asked);
        case "400 model":
          return refusing(404, { error: { message: "model not found", code: "model_not_found" } })(outgoing, asked);
        case "redirect":
          return refusing(308, "", { location: `${upstream.url}/host-${NAMES[(place + 1) % NAMES.length]}/taken` })(
            outgoing,
            asked,
          );
        case "cut":
          return void outgoing.destroy();
        default:
          return well(outgoing, asked);
      }
    });
  });
  afterAll(() => upstream.close());

  it("are seen by the provider they belong to alone, whatever fails, and the caller's own by nobody", async () => {
    await fc.assert(
      fc.asyncProperty(chain, headers, fc.constantFrom(...KINDS), async (backends, sent, kind) => {
        behaviours = backends.map((one) => one.behaviour);
        const before = upstream.requests.length;
        const env: Record<string, string> = {};
        const lines = backends.map(({ provider, keys }, index) => {
          const name = NAMES[index] ?? "";
          const variables = Array.from({ length: keys }, (_, key) => {
            env[`KEY_${name}_${key}`] = keyOf(`${name}${key}`);
            return `"\${KEY_${name}_${key}}"`;
          });
          return `  ${name}: { provider: ${provider}, base_url: "${upstream.url}/host-${name}", api_key: [${variables}] }`;
        });
        const text = ["backends:", ...lines, "models:", "  m: { backend: [a/x, b/x, c/x], retry: 3 }", ""].join("\n");
        const { config, problems } = await checkConfig({ text, file: "modelmall.yaml" }, { env });
        if (config === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
        const router = createRouter({ config, env: {}, random: () => 0 });
        const options = { headers: sent };
        const request = { messages: [{ role: "user" as const, content: "hello" }] };
        let said = "";
        router.onAttempt((event) => {
          said += JSON.stringify(event) + String(event.error);
        });
        try {
          if (kind === "generate") await router.generate("m", request, options);
          else for await (const _ of router.stream("m", request, options));
        } catch (error) {
          said += String(error) + JSON.stringify(error) + String((error as Error).cause);
        }
        await router.close();
        const isRefused = Object.keys(sent).some((name) => !ALLOWED.has(name.toLowerCase()));
        const asked = upstream.requests.slice(before);
        if (isRefused) expect(asked).toEqual([]);
        for (const { path, headers: seen, body } of asked) {
          const whole = `${path}\n${seen}\n${body}`;
          const [, name = ""] = /^\/host-(\w)/.exec(path) ?? [];
          expect(path).not.toContain("/taken");
          expect(whole).toContain(`sk-${name}`);
          for (const other of NAMES) if (other !== name) expect(whole).not.toContain(`sk-${other}`);
          const secrets = seen.split("\n").filter((_, at, all) => at % 2 === 0 && all[at + 1]?.includes(CALLERS));
          expect(secrets.every((header) => ALLOWED.has(header.toLowerCase()))).toBe(true);
        }
        for (const name of NAMES) expect(said).not.toContain(`sk-${name}`);
      }),
      { numRuns: 1_000 },
    );
  });
});
