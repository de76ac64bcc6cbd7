import type { ConfigFile } from "../schema.ts";

/** An exposed model as YAML writes it: a target, or an object. */
export type ModelEntry = NonNullable<ConfigFile["models"]>[string];

/** An exposed model written as an object. */
export type ModelBlock = Exclude<ModelEntry, string>;

/** A target of an exposed model as YAML writes it: a text, or an object. */
export type TargetEntry = Exclude<NonNullable<ModelBlock["backend"]>, string>[number];

/** A backend as YAML writes it. */
export type BackendBlock = NonNullable<ConfigFile["backends"]>[string];
