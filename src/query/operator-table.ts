/** What a query can compare with, for people and for "did you mean". */
export const OPERATOR_TABLE = [
  { name: "$eq", type: "value or null", description: "is this value; of a list: has it; `null`: known not to apply" },
  { name: "$ne", type: "value or null", description: "is known and not this value" },
  { name: "$gt", type: "number or text", description: "is greater" },
  { name: "$gte", type: "number or text", description: "is greater or equal" },
  { name: "$lt", type: "number or text", description: "is less" },
  { name: "$lte", type: "number or text", description: "is less or equal" },
  { name: "$in", type: "list", description: "is one of these values; of a list: has one of them" },
  { name: "$nin", type: "list", description: "is known and none of these values" },
  {
    name: "$exists",
    type: "true or false",
    description: "is known, neither unknown nor `null`; or, with `false`, is not",
  },
  {
    name: "$contains",
    type: "text or value",
    description: "holds this text, ignoring case; of a list: has this value",
  },
  { name: "$startsWith", type: "text", description: "begins with this text, ignoring case" },
  { name: "$endsWith", type: "text", description: "ends with this text, ignoring case" },
  { name: "$all", type: "list", description: "has all of these values" },
  { name: "$size", type: "number", description: "is a list of this length" },
  { name: "$not", type: "condition", description: "the condition is known not to hold" },
  { name: "$and", type: "list of conditions", description: "all of them hold" },
  { name: "$or", type: "list of conditions", description: "one of them holds" },
  { name: "$nor", type: "list of conditions", description: "all of them are known not to hold" },
] as const;

export type OperatorName = (typeof OPERATOR_TABLE)[number]["name"];

/** An operator that joins conditions. */
export type Joining = "$not" | "$and" | "$or" | "$nor";

/** An operator that compares a field. */
export type Comparing = Exclude<OperatorName, Joining>;
