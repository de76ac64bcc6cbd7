import type { ToolCallDelta } from "../../chat.ts";
import { isJson } from "../../util/is-json.ts";
import { isRecord } from "../../util/record.ts";
import type { Writable } from "../../util/writable.ts";
import { argumentsText, idFor, signatureOf } from "./read-tool-calls.ts";

interface OpenCall {
  /** Its place among the calls, as callers see it. */
  readonly index: number;
  id: string;
  /** Its arguments so far. */
  text: string;
}

/** Puts the pieces of one answer's calls in their places, whichever way a service numbers them. */
export interface ToolCallReader {
  /** The pieces in `tool_calls` of a delta; `undefined` where there are none. */
  read(calls: readonly unknown[]): ToolCallDelta[] | undefined;
  /** How many calls have begun. */
  readonly count: number;
  /** Whether the arguments of a call are not whole. */
  readonly isCut: boolean;
}

/**
 * By the book a piece names its call by `index`, and only the first has `id` and name. Some services leave the index
 * out, give every call index 0, repeat the id in each piece or send it empty.
 */
export function createToolCallReader(choice: number): ToolCallReader {
  const byWireIndex = new Map<number, OpenCall>();
  const calls: OpenCall[] = [];
  let last: OpenCall | undefined;

  function begin(wireIndex: number | undefined, id: string): OpenCall {
    const index = calls.length;
    const call = { index, id: id === "" ? idFor(choice, index) : id, text: "" };
    calls.push(call);
    if (wireIndex !== undefined) byWireIndex.set(wireIndex, call);
    last = call;
    return call;
  }

  return {
    read(pieces) {
      const deltas: ToolCallDelta[] = [];
      for (const piece of pieces) {
        if (!isRecord(piece)) continue;
        const given = isRecord(piece.function) ? piece.function : undefined;
        const id = typeof piece.id === "string" ? piece.id : "";
        const name = given !== undefined && typeof given.name === "string" ? given.name : "";
        const wireIndex = typeof piece.index === "number" ? piece.index : undefined;
        const known = wireIndex === undefined ? last : byWireIndex.get(wireIndex);
        // With a name and another id it is another call, whatever its index says.
        const isNew =
          known === undefined ||
          (name !== "" && id !== "" && id !== known.id) ||
          (wireIndex === undefined && name !== "" && id === "");
        if (isNew && name === "" && id === "") continue;
        const call = isNew ? begin(wireIndex, id) : known;
        last = call;
        const delta: Writable<ToolCallDelta> = { index: call.index };
        if (isNew) {
          delta.id = call.id;
          if (name !== "") delta.name = name;
        }
        const text = argumentsText(given?.arguments);
        if (text !== "") {
          delta.arguments = text;
          call.text += text;
        }
        const signature = signatureOf(piece);
        if (signature !== undefined) delta.signature = signature;
        if (isNew || delta.arguments !== undefined || signature !== undefined) deltas.push(delta);
      }
      return deltas.length === 0 ? undefined : deltas;
    },
    get count() {
      return calls.length;
    },
    get isCut() {
      return !calls.every(({ text }) => text === "" || isJson(text));
    },
  };
}
