import type { TokenCount } from "../../backend.ts";
import type { ChatRequest } from "../../chat.ts";
import { countTokens } from "../../tokens.ts";
import { backendAt } from "../accounts/spot-backend.ts";
import type { RouterCall } from "./router-call.ts";
import { chatRequestFor } from "./target-request.ts";

/** How many tokens a request is at the target that would be asked first. @throws {CallError} */
export async function countAtTarget(
  { plan, accounts, options }: RouterCall,
  request: ChatRequest,
): Promise<TokenCount & { readonly target: string }> {
  const [first] = plan.targets;
  const [account] = first === undefined ? [] : accounts.of(first.target.backend);
  if (first === undefined || account === undefined) throw new Error(`the route ${plan.route.name} has no target`);
  const { target } = first;
  const { id, calledAs, facts, backend: config } = target;
  const backend = backendAt(account, id);
  const sent = chatRequestFor(target, request);
  const counted =
    backend.countTokens === undefined
      ? await countTokens(sent, { model: calledAs, provider: config.provider, facts })
      : await backend.countTokens(calledAs, sent, options);
  return { ...counted, target: id };
}
