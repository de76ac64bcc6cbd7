import type { Model } from "../model.ts";
import type { Exchange } from "./exchange.ts";
import { Refusal } from "./refusal.ts";
import { pathPart } from "./route-path.ts";

const MOST_LISTED = 1_000;

/** What can be asked for (https://platform.openai.com/docs/api-reference/models/list), in Anthropic's shape where its client asks. */
export async function listModels(exchange: Exchange): Promise<void> {
  const models = [...exchange.parts.models()];
  if (!isForAnthropic(exchange)) {
    exchange.json(200, { object: "list", data: models.map(encodeModel) });
    return;
  }
  const { encodeModels } = await import("../dialects/anthropic/served.ts");
  exchange.json(200, encodeModels(models, pageOf(exchange)));
}

/** One of them. */
export async function showModel(exchange: Exchange): Promise<void> {
  const model = findModel(exchange, pathPart(exchange.target.path, "/v1/models/"));
  if (!isForAnthropic(exchange)) {
    exchange.json(200, encodeModel(model));
    return;
  }
  const anthropic = await import("../dialects/anthropic/served.ts");
  exchange.json(200, anthropic.encodeModel(model));
}

/** @throws {Refusal} where nothing has the name */
export function findModel({ parts }: Exchange, name: string): Model {
  const model = parts.findModel(name);
  if (model !== undefined) return model;
  throw new Refusal("not_found", `there is no model ${JSON.stringify(name.slice(0, 256))} here`);
}

/** Whether Anthropic's own client asks: it always says which version of the API it speaks. */
export function isForAnthropic({ request }: Exchange): boolean {
  return request.headers["anthropic-version"] !== undefined;
}

function encodeModel({ id, provider, createdAt, contextWindow }: Model) {
  return {
    id,
    object: "model",
    created: Math.floor(Date.parse(createdAt) / 1_000),
    owned_by: provider,
    ...(typeof contextWindow === "number" && { context_length: contextWindow }),
  };
}

function pageOf({ target }: Exchange) {
  const query = new URLSearchParams(target.query);
  const limit = query.get("limit");
  const after = query.get("after_id");
  const before = query.get("before_id");
  const asked = limit === null ? undefined : Number(limit);
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1 && asked <= MOST_LISTED)) {
    throw new Refusal("invalid_request", `limit: expected a whole number from 1 to ${MOST_LISTED}`, { field: "limit" });
  }
  return {
    ...(asked !== undefined && { limit: asked }),
    ...(after !== null && { after_id: after }),
    ...(before !== null && { before_id: before }),
  };
}
