import { checkConfig } from "../../../../src/config/load.ts";
import type { ConfigProblem } from "../../../../src/config/problem.ts";

/** What keeps a migrated config from loading where every variable it names is set; nothing, when it is as it should be. */
export async function errorsIn(yaml: string): Promise<ConfigProblem[]> {
  const variables = [...yaml.matchAll(/\$\{([A-Za-z0-9_]+)/g)].map(([, name]) => name as string);
  const env = Object.fromEntries(variables.map((name) => [name, valueFor(name)]));
  const { config, problems } = await checkConfig({ text: yaml }, { env });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (config === undefined && errors.length === 0) throw new Error("no config, and nothing that says why");
  return errors;
}

function valueFor(name: string): string {
  if (/BASE|URL|ENDPOINT|HOST/.test(name)) return "https://models.example/v1";
  if (/REGION/.test(name)) return "us-east-1";
  return /MODEL/.test(name) ? "openai/gpt-4o" : "a-value";
}
