import type { Model } from "../../../src/model.ts";

/** What can be said of a condition: it holds, it does not, or it cannot be told. */
export type Answer = "yes" | "no" | "unknown";

type Data = Readonly<Record<string, unknown>>;

const NOT: Readonly<Record<Answer, Answer>> = { yes: "no", no: "yes", unknown: "unknown" };

/** What a query says of a model, worked out the plainest way: one step after the other, nothing compiled. */
export function naiveAnswer(query: unknown, model: Model, path: readonly string[] = []): Answer {
  if (typeof query !== "object" || query === null || Array.isArray(query)) return operator(path, "$eq", query, model);
  return all(Object.entries(query).map(([key, value]) => entry(key, value, model, path)));
}

function entry(key: string, value: unknown, model: Model, path: readonly string[]): Answer {
  const parts = () => (value as unknown[]).map((part) => naiveAnswer(part, model, path));
  if (key === "$and") return all(parts());
  if (key === "$or") return any(parts());
  if (key === "$nor") return NOT[any(parts())];
  if (key === "$not") return NOT[naiveAnswer(value, model, path)];
  if (key.startsWith("$")) return operator(path, key, value, model);
  if (path.length > 0) return naiveAnswer(value, model, [...path, ...key.split(".")]);
  switch (key) {
    case "minContext":
      return naiveAnswer({ contextWindow: { $gte: value } }, model);
    case "maxInputPrice":
      return naiveAnswer({ pricing: { input: { $lte: value } } }, model);
    case "maxOutputPrice":
      return naiveAnswer({ pricing: { output: { $lte: value } } }, model);
    case "group":
      return naiveAnswer({ tags: `group:${value}` }, model);
    case "local":
      return naiveAnswer({ isLocal: value }, model);
    case "unknown":
      return all([value].flat().map((name) => known(valueAt(model, String(name).split(".")) === undefined)));
    case "text":
      return all(
        String(value)
          .split(" ")
          .map((word) => known(word === "" || mentions(model, word))),
      );
    default:
      return naiveAnswer(value, model, key.split("."));
  }
}

function operator(path: readonly string[], name: string, operand: unknown, model: Model): Answer {
  const value = valueAt(model, path);
  if (name === "$exists") return known((value !== undefined && value !== null) === operand);
  if (path.join(".") === "capabilities") return capabilities(name, operand, model);
  if (name === "$ne") return NOT[operator(path, "$eq", operand, model)];
  if (name === "$nin") return NOT[operator(path, "$in", operand, model)];
  const equalTo = (one: unknown) => operator(path, "$eq", one, model);
  if (name === "$in") {
    // Whether something unknown is one of no values cannot be told either.
    const among: Answer[] = [value].flat().map((one) => (one === undefined || one === null ? "unknown" : "no"));
    return any([...among, ...(operand as unknown[]).map(equalTo)]);
  }
  if (name === "$all" || Array.isArray(operand)) return all((operand as unknown[]).map(equalTo));
  if (name === "$size") return Array.isArray(value) ? known(value.length === operand) : "unknown";
  if (!Array.isArray(value)) return scalar(value, name, operand);
  const elementwise = name === "$contains" ? "$eq" : name;
  return any(value.map((element) => scalar(element, elementwise, operand)));
}

function capabilities(name: string, operand: unknown, model: Model): Answer {
  const answers = [operand].flat().map((capability) => naiveAnswer(true, model, ["capabilities", String(capability)]));
  if (name === "$in") return any(answers);
  return name === "$nin" ? NOT[any(answers)] : all(answers);
}

function scalar(value: unknown, name: string, operand: unknown): Answer {
  if (value === undefined) return "unknown";
  if (name === "$eq" && operand === null) return known(value === null);
  if (value === null) return "unknown";
  if (name === "$eq") return known(value === operand);
  if (typeof value !== typeof operand) return "unknown";
  const [left, right] = [value as string, operand as string];
  switch (name) {
    case "$gt":
      return known(left > right);
    case "$gte":
      return known(left >= right);
    case "$lt":
      return known(left < right);
    case "$lte":
      return known(left <= right);
    case "$contains":
      return known(left.toLowerCase().includes(right.toLowerCase()));
    case "$startsWith":
      return known(left.toLowerCase().startsWith(right.toLowerCase()));
    case "$endsWith":
      return known(left.toLowerCase().endsWith(right.toLowerCase()));
    default:
      throw new Error(`no such operator: ${name}`);
  }
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    const values = value.flatMap((element) => valueAt(element, [key, ...rest]));
    return values.some((one) => one !== undefined) ? values : undefined;
  }
  return typeof value === "object" ? valueAt((value as Data)[key], rest) : undefined;
}

function mentions({ id, name, description = "", aliases }: Model, word: string): boolean {
  return [id, name, description, ...aliases].some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

function any(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

function known(holds: boolean): Answer {
  return holds ? "yes" : "no";
}
