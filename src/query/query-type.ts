import type { Capability, Model } from "../model.ts";

/** Named fields only: records that also take any key would otherwise have no names to complete. */
type Named<Data> = {
  [Key in keyof Data as string extends Key
    ? never
    : number extends Key
      ? never
      : symbol extends Key
        ? never
        : Key]-?: NonNullable<Data[Key]>;
};

type IsOpen<Data> = [keyof Named<Data>] extends [never] ? true : false;

type Element<Data> = Data extends readonly (infer Item)[] ? Item : Data;

/** The dotted paths of the fields in some data, those of list elements too; any path below a record of any keys. */
type PathsIn<Data> = Data extends object
  ? IsOpen<Data> extends true
    ? string
    : { [Key in keyof Named<Data> & string]: Key | `${Key}.${PathsIn<Element<Named<Data>[Key]>>}` }[keyof Named<Data> &
        string]
  : never;

type ValueAt<Data, Path extends string> = Path extends `${infer Key}.${infer Rest}`
  ? Key extends keyof Named<Data>
    ? ValueAt<Element<Named<Data>[Key]>, Rest>
    : unknown
  : Path extends keyof Named<Data>
    ? Named<Data>[Path]
    : unknown;

/** Anything of a model that has a path: `contextWindow`, `pricing.input`, `customMetadata.rating`. */
export type FieldPath = PathsIn<Model>;

interface Joined<Part> {
  $and?: readonly Part[];
  $or?: readonly Part[];
  $nor?: readonly Part[];
  $not?: Part;
}

interface Comparisons<Value> extends Joined<Value | null | Comparisons<Value>> {
  $eq?: Value | null;
  $ne?: Value | null;
  $in?: readonly (Value | null)[];
  $nin?: readonly (Value | null)[];
  $exists?: boolean;
}

interface Ordered<Value>
  extends Omit<Comparisons<Value>, keyof Joined<unknown>>,
    Joined<Value | null | Ordered<Value>> {
  $gt?: Value;
  $gte?: Value;
  $lt?: Value;
  $lte?: Value;
}

interface Texts<Value> extends Omit<Ordered<Value>, keyof Joined<unknown>>, Joined<Value | null | Texts<Value>> {
  $contains?: string;
  $startsWith?: string;
  $endsWith?: string;
}

interface Lists<Item> extends Omit<Ordered<Item>, keyof Joined<unknown> | "$eq" | "$ne">, Joined<ListCondition<Item>> {
  $eq?: Item | readonly Item[] | null;
  $ne?: Item | readonly Item[] | null;
  $all?: readonly Item[];
  $size?: number;
  $contains?: Item;
  $startsWith?: string;
  $endsWith?: string;
}

type ListCondition<Item> = Item | readonly Item[] | null | Lists<Item>;

type Plain = string | number | boolean;

type OpenCondition = ListCondition<Plain> | { [Key in string]: OpenCondition | readonly OpenCondition[] };

type CapabilityName = Capability | (string & {});

type CapabilityCondition =
  | CapabilityName
  | readonly CapabilityName[]
  | ({ [Name in Capability]?: ConditionOn<boolean> } & { [name: string]: ConditionOn<boolean> | readonly unknown[] } & {
      $all?: readonly CapabilityName[];
      $in?: readonly CapabilityName[];
      $nin?: readonly CapabilityName[];
    });

type ObjectCondition<Data> = { [Path in PathsIn<Data>]?: ConditionOn<ValueAt<Data, Path>> } & Joined<
  ObjectCondition<Data>
> & {
    $exists?: boolean;
  };

/** What a value of a type can be compared with. */
type ConditionOn<Value> = unknown extends Value
  ? OpenCondition
  : [Value] extends [boolean]
    ? boolean | null | Comparisons<boolean>
    : [Value] extends [number]
      ? number | null | Ordered<number>
      : [Value] extends [string]
        ? Value | null | Texts<Value>
        : Value extends readonly (infer Item)[]
          ? Item extends object
            ? ObjectCondition<Item> & { $size?: number }
            : ListCondition<Item>
          : IsOpen<Value> extends true
            ? OpenCondition
            : ObjectCondition<Value>;

interface Shorthands {
  /** All of these are known to be there, or each is as said. */
  capabilities?: CapabilityCondition;
  /** Tokens the context window has at least. */
  minContext?: number;
  /** USD per million tokens that input costs at most. */
  maxInputPrice?: number;
  /** USD per million tokens that output costs at most. */
  maxOutputPrice?: number;
  /** Words that are all in the id, name, description or aliases, ignoring case. */
  text?: string;
  /** The group it is in. */
  group?: string;
  /** Whether it runs on the user's own machine. */
  local?: boolean;
  /** Fields of which nothing is known. */
  unknown?: FieldPath | readonly FieldPath[];
}

type FieldConditions = {
  [Path in Exclude<FieldPath, "capabilities" | `capabilities.${string}`>]?: ConditionOn<ValueAt<Model, Path>>;
} & { [Path in `capabilities.${string}`]?: ConditionOn<boolean> };

/**
 * A filter of models as data: fields by name or dotted path, each with a value or operators, all of which must hold.
 * @example { provider: "openai", contextWindow: { $gte: 128_000 }, capabilities: ["tools"], "pricing.input": { $lt: 1 } }
 */
export type Query = FieldConditions & Shorthands & Joined<QueryPart>;

type QueryPart = Query;
