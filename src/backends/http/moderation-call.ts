import type { Backend } from "../../backend.ts";
import { malformed } from "../../dialect/malformed.ts";
import type { DecodedModeration, ModerationDialect } from "../../dialect.ts";
import type { ModerationRequest } from "../../moderation.ts";
import type { Caller } from "./caller.ts";
import { callWhole, type WholeCall } from "./whole-call.ts";

/** Asks what is harmful; an answer that leaves out a text is none, for nobody could say which. */
export function moderateWith(
  caller: Caller,
  moderation: ModerationDialect,
  baseFor: (model: string) => string,
): Required<Backend>["moderate"] {
  return (model, request, options) => {
    const judging: WholeCall<ModerationRequest, DecodedModeration> = {
      encode: (asked, context) => moderation.encode(asked, context),
      decode: (body, context) => matching(request, moderation.decode(body, context)),
    };
    return callWhole(caller, judging, { baseFor, model, request, options }, ({ decoded, end, adaptations }) => ({
      ...decoded,
      ...end,
      adaptations,
    }));
  };
}

function matching({ input }: ModerationRequest, decoded: DecodedModeration): DecodedModeration {
  const isEachForItself = typeof input !== "string" && input.every((item) => typeof item === "string");
  const found = decoded.results.length;
  if (!isEachForItself || found === input.length) return decoded;
  throw malformed(`expected a result for each of ${input.length} texts, got ${found}`);
}
