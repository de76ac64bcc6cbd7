/** The text of parsed JSON however deeply it is nested, where `JSON.stringify` would overflow the stack. */
export function stringifyDeep(value: unknown): string {
  const parts: string[] = [];
  // What is still to be written, last first: pieces of text as they are, values wrapped.
  const todo: (string | { value: unknown })[] = [{ value }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === "string") parts.push(next);
    else if (typeof next.value !== "object" || next.value === null) parts.push(JSON.stringify(next.value) ?? "null");
    else if (Array.isArray(next.value)) {
      const items = next.value.flatMap((item, index) => [index === 0 ? "" : ",", { value: item }]);
      todo.push("]", ...items.reverse(), "[");
    } else {
      const items = Object.entries(next.value).flatMap(([key, item], index) => [
        `${index === 0 ? "" : ","}${JSON.stringify(key)}:`,
        { value: item },
      ]);
      todo.push("}", ...items.reverse(), "{");
    }
  }
  return parts.join("");
}
