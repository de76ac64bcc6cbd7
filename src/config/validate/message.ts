import { nearest } from "../../util/nearest.ts";
import { isRecord } from "../../util/record.ts";
import { redactText } from "../../util/redact-text.ts";
import { Secret } from "../../util/secret.ts";
import type { YamlPath } from "../problem.ts";
import type { Finding } from "./findings.ts";
import { unknownKeyMessage } from "./unknown-key.ts";
import { valueAt } from "./value-at.ts";

const LONGEST_QUOTE = 60;

/** What to tell of a finding: what was expected, what was got, what to write instead. */
export function messageOf(finding: Finding, document: unknown, fromVariable: (path: YamlPath) => boolean): string {
  const { code, path, message, expected } = finding;
  if (code === "unknown_key") return unknownKeyMessage(path);
  const value = valueAt(document, path);
  if (message !== undefined) return message;
  if (value === null) return `expected ${expected}, got nothing; write a value or leave the key out`;
  if (isHidden(path, value)) return `expected ${expected}, got ${withoutQuoting(value)}`;
  if (fromVariable(path)) return `expected ${expected}, which the variable here does not hold`;
  return `expected ${expected}, got ${quote(value)}${advice(finding, value)}`;
}

/** Whether a value is, or stands where there should be, something secret. */
function isHidden([top, , field]: YamlPath, value: unknown): boolean {
  if (value instanceof Secret) return true;
  return top === "backends" && (field === "api_key" || field === "api_keys" || field === "headers");
}

function withoutQuoting(value: unknown): string {
  if (value === "") return "empty text";
  if (value instanceof Secret) return value.reveal() === "" ? "empty text" : "a secret";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "a number" : "true or false";
}

function quote(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value === "") return withoutQuoting(value);
  const isSafe = value.length <= LONGEST_QUOTE && redactText(value) === value.trim();
  return isSafe ? JSON.stringify(value) : `text of ${value.length} characters`;
}

/** What the writer most likely wants instead. */
function advice(finding: Finding, value: unknown): string {
  const { words = [], types = [] } = finding;
  const [word] = typeof value === "string" ? nearest(value, words, 1) : [];
  if (word !== undefined) return `; did you mean ${word}?`;
  const wants = (...wanted: string[]) => wanted.some((type) => types.includes(type));
  if (wants("boolean") && typeof value === "string") return truth(value);
  if (wants("number", "int") && typeof value === "string") return amountIn(value);
  if (wantsText(finding) && (typeof value === "number" || typeof value === "boolean"))
    return `; write it as "${value}"`;
  if (wants("array") && !wants("string") && typeof value === "string") return `; write it as [${value}]`;
  if (wants("array") && isRecord(value)) return "; begin each of its parts with a dash";
  return "";
}

/** Whether any text would do, or nothing but text. */
function wantsText({ types = [], expected }: Finding): boolean {
  return types.length > 0 && (types.every((type) => type === "string") || expected?.startsWith("text") === true);
}

function truth(value: string): string {
  if (/^(true|yes|on)$/i.test(value)) return "; write true";
  return /^(false|no|off)$/i.test(value) ? "; write false" : "";
}

const MULTIPLES = new Map([
  ["", 1],
  ["k", 1_000],
  ["m", 1_000_000],
]);

/** The number that a text means: `200k`, `8_192`, `"0.7"`. */
function amountIn(value: string): string {
  const match = /^([\d_,]*\.?\d+)\s*([km]?)$/i.exec(value.trim());
  const number = Number(match?.[1]?.replaceAll(/[_,]/g, "")) * (MULTIPLES.get(match?.[2]?.toLowerCase() ?? "") ?? 1);
  return Number.isFinite(number) ? `; write ${number}` : "";
}
