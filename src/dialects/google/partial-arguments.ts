import { malformed } from "../../dialect/malformed.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";
import { protoList } from "./proto-json.ts";

const MOST_ITEMS = 10_000;
const DEEPEST = 32;

type Step = string | number;
type Place = UnknownRecord | unknown[];

/**
 * The arguments of a function call that comes in pieces, each at a JSON path (Vertex AI's `streamFunctionCallArguments`,
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling#streaming-fc).
 */
export class PartialArguments {
  readonly #args: UnknownRecord = {};
  /** The path of a text that is not whole yet. */
  #open: string | undefined;

  /** Adds the pieces of one part. @throws {CallError} `malformed_answer` */
  add(partialArgs: unknown): void {
    for (const piece of protoList(partialArgs)) {
      const { jsonPath, willContinue } = piece;
      if (typeof jsonPath !== "string") throw malformed("a piece of a function call's arguments has no jsonPath");
      this.#set(stepsOf(jsonPath), pieceValue(piece), this.#open === jsonPath);
      this.#open = willContinue === true ? jsonPath : undefined;
    }
  }

  /** Takes arguments that came whole after all. */
  addWhole(args: unknown): void {
    if (isRecord(args)) for (const key of Object.keys(args)) put(this.#args, key, args[key]);
  }

  toJson(): string {
    return JSON.stringify(this.#args);
  }

  #set(steps: readonly Step[], value: unknown, isContinued: boolean): void {
    let place: Place = this.#args;
    for (let depth = 0; depth < steps.length - 1; depth++) {
      const step = steps[depth] as Step;
      const inner = take(place, step);
      if (isRecord(inner) || Array.isArray(inner)) {
        place = inner;
        continue;
      }
      const made: Place = typeof steps[depth + 1] === "number" ? [] : {};
      put(place, step, made);
      place = made;
    }
    const last = steps[steps.length - 1] as Step;
    const before = take(place, last);
    const isMore = isContinued && typeof before === "string" && typeof value === "string";
    put(place, last, isMore ? before + value : value);
  }
}

function pieceValue(piece: UnknownRecord): unknown {
  const { stringValue, numberValue, boolValue } = piece;
  if (stringValue !== undefined) return String(stringValue);
  if (numberValue !== undefined) return Number(numberValue);
  return boolValue === undefined ? null : boolValue === true;
}

function take(place: Place, step: Step): unknown {
  if (Array.isArray(place)) return typeof step === "number" ? place[step] : undefined;
  return Object.hasOwn(place, String(step)) ? place[String(step)] : undefined;
}

function put(place: Place, step: Step, value: unknown): void {
  if (Array.isArray(place)) {
    if (typeof step !== "number" || step > MOST_ITEMS) throw malformed(`no place in a list: ${step}`);
    place[step] = value;
  } else {
    // An assignment to `__proto__` would change the object instead of adding a property.
    Object.defineProperty(place, String(step), { value, writable: true, enumerable: true, configurable: true });
  }
}

const STEP = /\.([^.[\]]+)|\[(\d{1,7})\]|\[(?:'([^']*)'|"([^"]*)")\]/y;

/** The steps of a JSON path (RFC 9535) such as `$.items[0].name`. */
function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  let place = path.startsWith("$") ? 1 : path.length + 1;
  while (place < path.length && steps.length < DEEPEST) {
    STEP.lastIndex = place;
    const match = STEP.exec(path);
    if (match === null) break;
    const [whole, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
    place += whole.length;
  }
  if (place === path.length && steps.length > 0) return steps;
  throw malformed(`a function call's arguments are at a path that cannot be followed: ${path.slice(0, 80)}`);
}

/** Whether a function call comes in pieces, or is one. */
export function isPartial(functionCall: unknown): boolean {
  if (!isRecord(functionCall)) return false;
  return functionCall.willContinue === true || Array.isArray(functionCall.partialArgs);
}
