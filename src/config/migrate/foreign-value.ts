import { isRecord } from "../../util/record.ts";
import type { Part } from "./part.ts";

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `${NAME}` for the name of a variable; `undefined` for what cannot be one. */
export function reference(variable: string): string | undefined {
  return VARIABLE.test(variable.trim()) ? `\${${variable.trim()}}` : undefined;
}

/** Whether a text is wholly a reference to a variable. */
export function isReference(text: string): boolean {
  return /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

/** A text of another tool as our files write it: `os.environ/X` becomes `${X}`, a `${` that is no variable is escaped. */
export function ourText(text: string): string {
  const [, variable] = /^os\.environ\/(.+)$/.exec(text.trim()) ?? [];
  const named = variable === undefined ? undefined : reference(variable);
  return named ?? text.replace(/\$\{(?![A-Za-z_][A-Za-z0-9_]*(?::-[^}$]*)?\})/g, () => "$${");
}

/** The same for every text in a value. */
export function ourValue(value: unknown): unknown {
  if (typeof value === "string") return ourText(value);
  if (Array.isArray(value)) return value.map(ourValue);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ourValue(item)]));
}

/** A part's text as our files write it; a note says where it names a variable in our way already. */
export function textOf(part: Part): string | undefined {
  const text = part.text();
  if (text === undefined) return undefined;
  const ours = ourText(text);
  if (ours === text && text.includes("${"))
    part.note("a name in braces after a dollar sign is read as a variable here");
  return ours;
}

/** A key: as it stands, with a note where it is written in plain text. */
export function keyOf(part: Part): string | undefined {
  const key = textOf(part);
  if (key !== undefined && !key.includes("${")) {
    part.note("a key in plain text; it was carried over as it stands, but a variable keeps it out of the file");
  }
  return key;
}

/** An address; what is none is listed. */
export function addressOf(part: Part): string | undefined {
  const { value } = part;
  const address = typeof value === "string" ? ourText(value.trim()).replace(/\/+$/, "") : undefined;
  if (address === undefined || !isAddress(address)) {
    if (part.isGiven) part.refuse("not an address that begins with http:// or https:// and holds nothing after ? or #");
    return undefined;
  }
  return textOf(part) === undefined ? undefined : address;
}

function isAddress(text: string): boolean {
  if (/[?#]/.test(text)) return false;
  return text.startsWith("${") || (/^https?:\/\/[^\s/]/i.test(text) && (text.includes("${") || URL.canParse(text)));
}

/** Headers by lower-case name; what no header can be is listed. */
export function headersOf(part: Part): Record<string, string> | undefined {
  const headers: [string, string][] = [];
  for (const [name, value] of part.entries()) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      value.refuse("not the name of a header");
      continue;
    }
    const text = textOf(value);
    if (text !== undefined) headers.push([name.toLowerCase(), text]);
  }
  return headers.length === 0 ? undefined : Object.fromEntries(headers);
}
