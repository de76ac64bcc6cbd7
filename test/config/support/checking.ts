import { expect } from "vitest";
import { checkConfig } from "../../../src/config/load.ts";
import type { Catalogue } from "../../../src/config.ts";
import type { Facts } from "../../../src/model.ts";
import { nearest } from "../../../src/util/nearest.ts";

const listed: Record<string, Facts> = {
  "openai/gpt-4": { contextWindow: 8192, maxOutputTokens: 8192, pricing: { input: 30, output: 60 } },
  "openai/gpt-4o": {
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    capabilities: { tools: true, vision: true, jsonSchema: true, reasoning: false },
    pricing: { input: 2.5, output: 10 },
  },
  "openai/gpt-3.5-turbo": {
    capabilities: { vision: false, jsonSchema: false },
    lifecycle: { status: "deprecated", retiresAt: "2999-09-28", replacement: "openai/gpt-4o-mini" },
  },
  "openai/gpt-4-32k": { lifecycle: { retiresAt: "2025-06-06", replacement: "openai/gpt-4o" } },
  "anthropic/claude-3-opus": { capabilities: { vision: true }, pricing: { input: 15, output: 75 } },
};

/** A catalogue of a few models. */
export const catalogue: Catalogue = {
  version: 1,
  facts: (provider, id) => (Object.hasOwn(listed, `${provider}/${id}`) ? listed[`${provider}/${id}`] : undefined),
  find: (name) => Object.keys(listed).filter((id) => id.endsWith(`/${name}`)),
  nearest: (target) => nearest(target, Object.keys(listed)),
  covers: (provider) => Object.keys(listed).some((id) => id.startsWith(`${provider}/`)),
};

/** What is said about a config, without its notes: `severity code path`. */
export async function said(text: string, env: Record<string, string> = {}): Promise<string[]> {
  return (await problemsOf(text, env)).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

/** What is said about a config, without its notes. */
export async function problemsOf(text: string, env: Record<string, string> = {}) {
  const { problems } = await checkConfig({ text, file: "c.yaml" }, { env, catalogue });
  return problems.filter(({ severity }) => severity !== "note");
}

/** The only thing that is said about a config. */
export async function messageOf(text: string, env: Record<string, string> = {}): Promise<string> {
  const problems = await problemsOf(text, env);
  expect(problems).toHaveLength(1);
  return problems[0]?.message ?? "";
}

/** A config of one model, given as lines under its name. */
export function model(...lines: string[]): string {
  return `models:\n  m:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}
