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
  return new CallReader(choice);
}

class CallReader implements ToolCallReader {
  readonly #choice: number;
  readonly #byWireIndex = new Map<number, OpenCall>();
  readonly #calls: OpenCall[] = [];
  #last: OpenCall | undefined;

  constructor(choice: number) {
    this.#choice = choice;
  }

  get count(): number {
    return this.#calls.length;
  }

  get isCut(): boolean {
    return !this.#calls.every(({ text }) => text === "" || isJson(text));
  }

  read(pieces: readonly unknown[]): ToolCallDelta[] | undefined {
    const deltas: ToolCallDelta[] = [];
    for (const piece of pieces) {
      if (!isRecord(piece)) continue;
      const given = isRecord(piece.function) ? piece.function : undefined;
      const id = typeof piece.id === "string" ? piece.id : "";
      const name = given !== undefined && typeof given.name === "string" ? given.name : "";
      const wireIndex = typeof piece.index === "number" ? piece.index : undefined;
      const known = wireIndex === undefined ? this.#last : this.#byWireIndex.get(wireIndex);
      // With a name and another id it is another call, whatever its index says.
      const isNew =
        known === undefined ||
        (name !== "" && id !== "" && id !== known.id) ||
        (wireIndex === undefined && name !== "" && id === "");
      if (isNew && name === "" && id === "") continue;
      const call = isNew ? this.#begin(wireIndex, id) : known;
      this.#last = call;
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
  }

  #begin(wireIndex: number | undefined, id: string): OpenCall {
    const index = this.#calls.length;
    const call = { index, id: id === "" ? idFor(this.#choice, index) : id, text: "" };
    this.#calls.push(call);
    if (wireIndex !== undefined) this.#byWireIndex.set(wireIndex, call);
    return call;
  }
}
