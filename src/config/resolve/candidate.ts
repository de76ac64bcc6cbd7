import type { BackendConfig, FallbackReason, Parameters, Policy, RouteModel, TargetConfig } from "../../config.ts";
import type { Target } from "../../route.ts";
import type { YamlPath } from "../problem.ts";
import type { ParameterLayer } from "./parameters.ts";
import type { Drop } from "./policy.ts";

/** A target a name may lead to, before anything is known of the request: with what it would be called, or why it is not. */
export interface Candidate {
  /** `backend/model-id`, or the name of a fall-back that leads nowhere. */
  readonly id: string;
  /** Whether it is one of the model's own targets, or what must go wrong before it is tried. */
  readonly use: "target" | FallbackReason;
  /** Who names it: the model itself, its `fallback`, or `fallback_providers`. */
  readonly by: "model" | "fallback" | "fallback_providers";
  /** Where the config names it. */
  readonly path: YamlPath;
  /** The exposed model whose parameters count: the one asked for, or a fall-back; none for a direct target. */
  readonly model?: RouteModel;
  /** Tokens the config states for the exposed model as a whole; they bind beside what the target itself holds. */
  readonly contextWindow?: number | null | undefined;
  /** All of them must be fulfilled. */
  readonly policies: readonly Policy[];
  /** Whose parameters it is called with, best first; those of a call come before them. */
  readonly layers: readonly ParameterLayer[];
  readonly found: { readonly target: Target } | { readonly drop: Drop };
}

/** What a candidate is made from. */
export interface Entry extends Pick<Candidate, "use" | "by" | "model" | "contextWindow" | "policies"> {
  readonly entry: Pick<TargetConfig, "target" | "weight" | "when" | "parameters" | "path">;
}

/** The parameters a model is called with at a backend, best first, under those of the target's own entry. */
export function layersOf(
  { parameters, path }: { readonly parameters: Parameters; readonly path: YamlPath },
  model: RouteModel | undefined,
  backend: BackendConfig,
  modelId: string,
  defaults: Parameters,
): readonly ParameterLayer[] {
  const atBackend = backend.models.get(modelId);
  return [
    { from: "target", parameters, path: [...path, "parameters"] },
    ...(model === undefined
      ? []
      : [{ from: "model" as const, parameters: model.parameters, path: [...model.path, "parameters"] }]),
    ...(atBackend === undefined
      ? []
      : [
          {
            from: "backend" as const,
            parameters: atBackend.parameters,
            path: [...backend.path, "models", modelId, "parameters"],
          },
        ]),
    { from: "backend", parameters: backend.parameters, path: [...backend.path, "parameters"] },
    { from: "defaults", parameters: defaults, path: ["model_defaults"] },
  ];
}
