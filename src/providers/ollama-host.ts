import { isIPv6 } from "node:net";
import { InvalidInputError } from "../errors.ts";

const LOCAL = "127.0.0.1";
const DEFAULT_PORTS = new Map([
  ["http", "80"],
  ["https", "443"],
]);

/**
 * The base URL that a value of `OLLAMA_HOST` means to a client, read as Ollama's own client reads it
 * (https://github.com/ollama/ollama/blob/main/envconfig/config.go), except that a wrong port is an error.
 * @throws {InvalidInputError}
 */
export function parseOllamaHost(value: string): string {
  const text = value.trim();
  if (text === "ollama.com") return "https://ollama.com:443";
  const [, givenScheme, rest = ""] = /^(?:([^:/]*):\/\/)?(.*)$/s.exec(text) ?? [];
  const scheme = (givenScheme ?? "http").toLowerCase();
  if (!DEFAULT_PORTS.has(scheme)) throw refuse("expected it to begin with http://, https:// or a host");
  // Ollama assumes its own port only where no scheme is written.
  const defaultPort = givenScheme === undefined ? "11434" : (DEFAULT_PORTS.get(scheme) ?? "");
  const slash = rest.indexOf("/");
  const hostAndPort = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : rest.slice(slash).replace(/\/+$/, "");
  if (hostAndPort.includes("@")) throw refuse("expected no user and no password in it");
  if (/[\s?#]/.test(rest)) throw refuse("expected a host, with a port and a path if needed, and nothing more");
  const { host, port } = splitPort(hostAndPort);
  const url = `${scheme}://${connectable(host)}:${port ?? defaultPort}`;
  if (!URL.canParse(url)) throw refuse(`"${hostAndPort}" is no host`);
  return `${url}${path}`;
}

function splitPort(hostAndPort: string): { host: string; port?: string } {
  if (isIPv6(hostAndPort)) return { host: hostAndPort };
  const [, host = "", port] = /^(\[[^\]]*\]|[^:[]*)(?::(.*))?$/.exec(hostAndPort) ?? [];
  if (host === "" && port === undefined && hostAndPort !== "") throw refuse(`"${hostAndPort}" is no host`);
  if (port === undefined || port === "") return { host };
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw refuse(`expected a port from 1 to 65535, got "${port}"`);
  }
  return { host, port };
}

// A server listens on "all addresses"; a client cannot connect to that.
function connectable(host: string): string {
  const bare = host.replace(/^\[|\]$/g, "");
  if (bare === "" || bare === "0.0.0.0") return LOCAL;
  if (!isIPv6(bare)) return host;
  return /^[0:]+$/.test(bare) ? "[::1]" : `[${bare}]`;
}

function refuse(message: string): InvalidInputError {
  return new InvalidInputError("OLLAMA_HOST", [{ path: "", message }]);
}
