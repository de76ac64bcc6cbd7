import type { Connector } from "../connector.ts";
import { ConnectorError } from "../errors.ts";
import { suggestion } from "./suggestion.ts";

/** The connector of a client. @throws {ConnectorError} naming those there are */
export function findConnector(connectors: ReadonlyMap<string, Connector>, name: string): Connector {
  const connector = connectors.get(name);
  if (connector !== undefined) return connector;
  const hint = suggestion(name, [...connectors.keys()]);
  throw new ConnectorError("unknown_connector", name, `unknown client "${name}"${hint}`);
}
