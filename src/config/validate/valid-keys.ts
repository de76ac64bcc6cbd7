import { z } from "zod";
import type { YamlPath } from "../problem.ts";
import { configSchema } from "../schema.ts";

/** The keys that are valid in an object of the config, and those in the parts of it. */
export interface ValidKeys {
  readonly here: readonly string[];
  /** `parameters.temperature`; what a writer names stands as NAME: `models.NAME.context_window`. */
  readonly below: readonly string[];
}

/** The valid keys at a path of the config; none where there is no object with keys of its own. */
export function validKeys(path: YamlPath): ValidKeys {
  const shapes = path
    .reduce<readonly z.core.$ZodType[]>(
      (schemas, part) => schemas.flatMap((schema) => partOf(schema, part)),
      alternatives(configSchema),
    )
    .flatMap(shapeOf);
  return {
    here: shapes.flatMap((shape) => Object.keys(shape)),
    below: shapes.flatMap((shape) => Object.entries(shape).flatMap(([key, schema]) => keysBelow(key, schema))),
  };
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** What a schema is made of, without what may be absent or null, and each alternative by itself. */
function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return alternatives(schema.def.innerType);
  return schema instanceof z.ZodUnion ? schema.def.options.flatMap(alternatives) : [schema];
}

function partOf(schema: z.core.$ZodType, part: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return alternatives(schema.def.element);
  if (schema instanceof z.ZodRecord) return alternatives(schema.def.valueType);
  const [shape] = shapeOf(schema);
  const found = shape !== undefined && Object.hasOwn(shape, part) ? shape[part] : undefined;
  return found === undefined ? [] : alternatives(found);
}

function shapeOf(schema: z.core.$ZodType): readonly Shape[] {
  return schema instanceof z.ZodObject ? [schema.def.shape] : [];
}

function keysBelow(key: string, schema: z.core.$ZodType): string[] {
  return alternatives(schema).flatMap((alternative) => {
    if (alternative instanceof z.ZodRecord) return keysBelow(`${key}.NAME`, alternative.def.valueType);
    return shapeOf(alternative).flatMap((shape) => Object.keys(shape).map((name) => `${key}.${name}`));
  });
}
