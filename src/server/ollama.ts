import { invalidRequest } from "../dialect/invalid-request.ts";
import { own } from "../util/record.ts";
import type { Exchange } from "./exchange.ts";
import { findModel } from "./models.ts";
import { readJson } from "./read-body.ts";

const loadEncoders = () => import("../dialects/ollama/served.ts");

/** `GET /api/tags`. */
export async function listForOllama(exchange: Exchange): Promise<void> {
  const { encodeTags } = await loadEncoders();
  exchange.json(200, encodeTags(exchange.parts.models()));
}

/** `POST /api/show`; older clients call the model `name`. */
export async function showForOllama(exchange: Exchange): Promise<void> {
  const body = await readJson(exchange);
  const name = own(body, "model") ?? own(body, "name");
  if (typeof name !== "string" || name === "") throw invalidRequest("model", "expected the name of a model");
  const { encodeShow } = await loadEncoders();
  exchange.json(200, encodeShow(findModel(exchange, name)));
}

/** `GET /api/version`. */
export async function versionForOllama(exchange: Exchange): Promise<void> {
  const { encodeVersion } = await loadEncoders();
  exchange.json(200, encodeVersion());
}
