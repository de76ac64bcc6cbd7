/** Who a failure belongs to, and so who could do better: nobody else, another key, another target, or the caller. */
export type Fault = "request" | "credential" | "target" | "caller";

/** What every error of modelmall carries. */
export interface ModelMallErrorOptions {
  cause?: unknown;
  /** May the same call succeed later? @default false */
  retryable?: boolean;
  /** Milliseconds after which trying again makes sense, when that is known. */
  retryAfterMs?: number;
  /** @default "request" */
  fault?: Fault;
}

const mark = Symbol.for("modelmall.error");

/** The base of all errors modelmall throws on purpose; `code` is stable, the message is for people. */
export class ModelMallError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly fault: Fault;

  constructor(code: string, message: string, options: ModelMallErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.fault = options.fault ?? "request";
    Object.defineProperty(this, mark, { value: true });
  }

  /** Whether a value is an error of modelmall, also when two copies of the package are installed. */
  static is(error: unknown): error is ModelMallError {
    return typeof error === "object" && error !== null && mark in error;
  }
}

/** One thing that is wrong with a value: where, what was expected, what was found. */
export interface Issue {
  /** Dotted path into the value, `""` for the value itself. */
  path: string;
  message: string;
}

/** A value at a border does not have the required shape; `issues` names everything that is wrong at once. */
export class InvalidInputError extends ModelMallError {
  readonly issues: readonly Issue[];

  constructor(what: string, issues: readonly Issue[], options: ModelMallErrorOptions = {}) {
    const lines = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
    super("invalid_input", `${what}: ${lines.join("; ")}`, options);
    this.issues = issues;
  }
}

/** No model has the name; `missing` are the names asked for, `nearest` the known ids closest to each. */
export class ModelNotFoundError extends ModelMallError {
  readonly missing: readonly string[];
  readonly nearest: ReadonlyMap<string, readonly string[]>;

  constructor(missing: readonly string[], nearest: ReadonlyMap<string, readonly string[]>, hint: string) {
    const parts = missing.map((name) => {
      const near = nearest.get(name) ?? [];
      return near.length === 0 ? `"${name}"` : `"${name}" (did you mean ${near.join(", ")}?)`;
    });
    super("model_not_found", `no such model: ${parts.join("; ")}${hint}`);
    this.missing = missing;
    this.nearest = nearest;
  }
}

/** A bare name or alias fits more than one model; `candidates` are their ids. */
export class AmbiguousModelError extends ModelMallError {
  readonly candidates: readonly string[];

  constructor(name: string, candidates: readonly string[]) {
    super("ambiguous_model", `"${name}" fits ${candidates.length} models: ${candidates.join(", ")}; use a full id`);
    this.candidates = candidates;
  }
}

/** A query cannot be understood; `path` says where in it. */
export class QueryError extends ModelMallError {
  readonly path: string;

  constructor(path: string, message: string) {
    super("invalid_query", path === "" ? `query: ${message}` : `query at ${path}: ${message}`);
    this.path = path;
  }
}

/** What went wrong with a store. */
export type StoreErrorCode = "store_locked" | "store_read_only" | "store_failed" | "store_closed";

/** A registry could not be read or saved; `location` says where it is kept. */
export class StoreError extends ModelMallError {
  readonly location: string;

  constructor(code: StoreErrorCode, location: string, message: string, options: ModelMallErrorOptions = {}) {
    super(code, `${location}: ${message}`, {
      retryable: code === "store_locked" || code === "store_failed",
      ...options,
    });
    this.location = location;
  }
}

/** What went wrong with a state. */
export type StateErrorCode = "state_failed" | "state_closed";

/** What routers share could not be read or changed; it says nothing about any limit or budget. */
export class StateError extends ModelMallError {
  constructor(code: StateErrorCode, message: string, options: ModelMallErrorOptions = {}) {
    super(code, message, { retryable: code === "state_failed", ...options });
  }
}

/** What went wrong with a source. */
export type SourceErrorCode =
  | "source_unreachable"
  | "source_status"
  | "source_timeout"
  | "source_too_large"
  | "source_redirected"
  | "source_malformed"
  | "source_aborted"
  | "source_unconfigured"
  | "source_failed";

/** A source gave no usable answer; `source` says which. */
export class SourceError extends ModelMallError {
  readonly source: string;
  /** The HTTP status, when there was one. */
  readonly status: number | undefined;

  constructor(
    code: SourceErrorCode,
    source: string,
    message: string,
    options: ModelMallErrorOptions & { status?: number } = {},
  ) {
    super(code, `${source}: ${message}`, { fault: "target", ...options });
    this.source = source;
    this.status = options.status;
  }
}

/** Why a model cannot be handed to a client. */
export type ConnectorErrorCode =
  | "unknown_connector"
  | "unreachable_by_client"
  | "missing_credential"
  | "unsupported_parameter";

/** A model cannot be handed to a client; the message says why and what would work. */
export class ConnectorError extends ModelMallError {
  readonly connector: string;

  constructor(code: ConnectorErrorCode, connector: string, message: string, options: ModelMallErrorOptions = {}) {
    super(code, message, options);
    this.connector = connector;
  }
}
