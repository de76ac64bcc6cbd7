import { jsonLine } from "../../dialect/json-line.ts";
import { beginningOf } from "../../dialect/rename-model.ts";
import type { ServedCall } from "../../served-dialect.ts";
import type { Cost } from "../../usage.ts";
import { mayNameProto, parseInert } from "../../util/inert-json.ts";
import { isRecord, type UnknownRecord } from "../../util/record.ts";

/** Passes on events of a stream as their provider wrote them, but for the model's name and for usage nobody asked for. */
export interface EventPasser {
  /** An event, framed anew; empty where nothing of it is for the client, or not yet. */
  pass(data: string): string;
  /** The event that tells usage, with its cost; `undefined` where none came. It is the last before the end marker. */
  usage(cost: Cost | undefined): string | undefined;
}

/** What no event may hold as it is: what ends a line to somebody, and what could become a prototype. */
const LINE_ENDS = /[\t\r\n\u0085\u2028\u2029]/;
const NO_USAGE = ',"usage":null';

/** It has state: each stream has its own. */
export function createEventPasser({ model, includeUsage }: ServedCall): EventPasser {
  const name = jsonLine(model);
  // Events of one stream begin alike, as a rule.
  let theirs: string | undefined;
  let ours = "";
  let held: UnknownRecord | undefined;

  /** An event as text, with nothing but the name changed; `undefined` where it has to be written anew. */
  function renamed(data: string): string | undefined {
    if (theirs === undefined || !data.startsWith(theirs)) {
      const beginning = beginningOf(data);
      if (beginning === undefined) return undefined;
      theirs = beginning.theirs;
      ours = `${beginning.before}${name}`;
    }
    let rest = data.slice(theirs.length);
    if (!includeUsage) rest = rest.replace(NO_USAGE, "");
    const usage = rest.indexOf('"usage"');
    const isTold = usage !== -1 && !(includeUsage && rest.startsWith(NO_USAGE, usage - 1));
    if (isTold || rest.includes('"model"') || LINE_ENDS.test(data) || mayNameProto(data)) return undefined;
    return ours + rest;
  }

  function anew(data: string): string {
    const body = parseInert(data);
    if (!isRecord(body)) return "";
    body.model = model;
    // Some tell it in every event, and some clients add up what they are told.
    if (isRecord(body.usage)) {
      held = { ...body, choices: [] };
      if (Array.isArray(body.choices) && body.choices.length === 0) return "";
      body.usage = null;
    }
    if (!includeUsage) delete body.usage;
    return `data: ${jsonLine(body)}\n\n`;
  }

  return {
    pass(data) {
      const text = renamed(data);
      return text === undefined ? anew(data) : `data: ${text}\n\n`;
    },
    usage(cost) {
      if (held === undefined || !includeUsage || !isRecord(held.usage)) return undefined;
      const told = cost === undefined || cost.usd === null ? held.usage : { cost: Number(cost.usd), ...held.usage };
      return `data: ${jsonLine({ ...held, usage: told })}\n\n`;
    },
  };
}
