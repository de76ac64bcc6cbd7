import { type Command, InvalidArgumentError } from "commander";
import type { RouteRequest } from "../../route.ts";
import { toCamelCase } from "../../util/camel-case.ts";
import type { JsonValue } from "../../util/json.ts";
import { collectParameter } from "../collect-parameter.ts";
import { UsageError } from "../exit.ts";

/** What a request would be like, as options say it. */
export interface RequestOptions {
  withTools?: boolean;
  withVision?: boolean;
  withJsonSchema?: boolean;
  needs?: readonly string[];
  inputTokens?: number;
  maxTokens?: number;
  tag?: readonly string[];
  parameter?: Record<string, JsonValue>;
}

/** Adds the options that describe a request. */
export function withRequestOptions(command: Command): Command {
  return command
    .option("--with-tools", "a request with tools")
    .option("--with-vision", "a request with images")
    .option("--with-json-schema", "a request for an answer of a JSON Schema")
    .option("--needs <capabilities>", "what else it needs, with commas between: pdf,reasoning", splitNames)
    .option("--input-tokens <n>", "the tokens it sends", parseCount)
    .option("--max-tokens <n>", "the tokens of answer it asks for", parseCount)
    .option("--tag <tag>", "a tag the caller gives it; may be repeated", collectTag)
    .option("--parameter <name=value>", "a parameter of this one call; may be repeated", collectParameter);
}

/** The request that options describe. @throws {UsageError} for what is no capability */
export function requestOf(options: RequestOptions, capabilities: Iterable<string>): RouteRequest {
  const needs = [
    ...(options.withTools ? ["tools"] : []),
    ...(options.withVision ? ["vision"] : []),
    ...(options.withJsonSchema ? ["jsonSchema"] : []),
    ...(options.needs ?? []).map(toCamelCase),
  ];
  const known = new Set(capabilities);
  const strange = needs.filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new UsageError(`--needs: no capability ${strange.join(", ")}; there are ${[...known].join(", ")}`);
  }
  const { inputTokens, maxTokens, tag, parameter } = options;
  return {
    ...(needs.length > 0 && { needs: [...new Set(needs)] }),
    ...(inputTokens !== undefined && { inputTokens }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(tag !== undefined && { tags: tag }),
    ...(parameter !== undefined && { parameters: parameter }),
  };
}

function splitNames(text: string): string[] {
  return text.split(",").flatMap((name) => name.trim() || []);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(count) || count < 0) {
    throw new InvalidArgumentError("Expected a whole number from 0.");
  }
  return count;
}

function collectTag(tag: string, before: readonly string[] = []): string[] {
  return [...before, tag];
}
