import type { Config } from "../../config.ts";
import type { ExplanationStep, RouteRequest } from "../../route.ts";
import type { Lead } from "../resolve/compiled.ts";
import { findTarget } from "../resolve/find-backend.ts";
import type { RouteError } from "../route-error.ts";
import { at } from "./place.ts";

/** What was asked for. */
export function askedStep(
  asked: string,
  { needs = [], inputTokens, maxTokens, tags = [] }: RouteRequest,
): ExplanationStep {
  const parts = [
    ...(needs.length === 0 ? [] : [`needs ${needs.join(" and ")}`]),
    ...(inputTokens === undefined ? [] : [`has ${inputTokens} tokens of input`]),
    ...(maxTokens === undefined ? [] : [`wants up to ${maxTokens} tokens of answer`]),
    ...(tags.length === 0 ? [] : [`is tagged ${tags.join(" and ")}`]),
  ];
  const request = parts.length === 0 ? "" : ` by a request that ${parts.join(", ")}`;
  return { kind: "asked", text: `${JSON.stringify(asked)} is asked for${request}`, subject: asked };
}

/** What the name means. */
export function leadSteps(config: Config, asked: string, { named, meant = asked }: Lead): ExplanationStep[] {
  const text = `${JSON.stringify(asked)} means ${meant}, by the registry`;
  const steps: ExplanationStep[] = meant === asked ? [] : [{ kind: "alias", text, subject: meant }];
  if (named === undefined) return [...steps, directStep(config, meant)];
  return [...steps, ...namingSteps(config, meant, named), modelStep(config, named.model)];
}

type Named = NonNullable<Lead["named"]>;

function namingSteps(config: Config, asked: string, { by, model, captured }: Named): ExplanationStep[] {
  if (by === "name") return [];
  const name = JSON.stringify(asked);
  if (by === "alias") {
    const place = at(config, [...model.path, "aliases", model.aliases.indexOf(asked)]);
    return [{ kind: "alias", text: `${name} is an alias of ${model.name}`, subject: model.name, ...place }];
  }
  const text = `${name} fits ${model.name}, its * standing for ${JSON.stringify(captured)}`;
  return [{ kind: "wildcard", text, subject: model.name, ...at(config, model.path, "key") }];
}

function modelStep(config: Config, { name, targets, path, enabled }: Named["model"]): ExplanationStep {
  const count = targets.length === 1 ? "one target" : `${targets.length} targets`;
  const text = enabled ? `${name} is a model of the config with ${count}` : `${name} is a model of the config`;
  return { kind: "route", text, subject: name, ...at(config, path, "key") };
}

function directStep(config: Config, asked: string): ExplanationStep {
  const found = findTarget(config, asked);
  const place = "backend" in found ? at(config, found.backend.path, "key") : {};
  return {
    kind: "direct",
    text: `${JSON.stringify(asked)} is no name of the config; ${directText(found)}`,
    subject: asked,
    ...place,
  };
}

function directText(found: ReturnType<typeof findTarget>): string {
  if (!("backend" in found)) return "it is a target";
  const { backend, model } = found;
  return backend.isImplicit
    ? `it is the model ${model} at ${backend.provider.title}, with the key and the address that the environment holds`
    : `it is the model ${model} at the backend ${backend.name}`;
}

/** Why a name leads nowhere. */
export function failedStep(config: Config, asked: string, { code, message }: RouteError, lead?: Lead): ExplanationStep {
  const model = lead?.named?.model;
  const field = FIELD_AT_FAULT.get(code);
  const place =
    model === undefined ? {} : field === undefined ? at(config, model.path, "key") : at(config, [...model.path, field]);
  return { kind: "failed", text: message, subject: asked, ...place };
}

const FIELD_AT_FAULT = new Map([
  ["route_disabled", "enabled"],
  ["capability_disabled", "capabilities"],
]);
