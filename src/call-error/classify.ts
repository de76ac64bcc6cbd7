import { CallError } from "../call-error.ts";
import type { WireError } from "../dialect.ts";
import { redactSecrets } from "../util/redact-secrets.ts";
import { CODE_MEANINGS } from "./codes.ts";
import { ruleFor } from "./find-rule.ts";
import { refusalMessage } from "./refusal-message.ts";
import { retryTimeOf, shouldRetry } from "./retry-time.ts";

/** What is known of a refused call beside the words of its provider; everything may be absent. */
export interface RefusalContext {
  /** `backend/model-id`. */
  readonly target?: string | undefined;
  /** The provider's name: some use a status or code in a sense of their own. */
  readonly provider?: string | undefined;
  /** HTTP's status; an error inside a good answer has none of its own. */
  readonly status?: number | undefined;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  /** The answer's body, parsed, for what stands nowhere else (Google's `retryDelay`). */
  readonly body?: unknown;
  /** What must not be shown: the key that was sent, and any other. */
  readonly secrets?: readonly string[] | undefined;
  /** The environment variable that holds the key, named in the advice. */
  readonly keyVariable?: string | undefined;
  /** Whether a key was sent at all. @default whether `secrets` holds one, where it is given */
  readonly hasKey?: boolean | undefined;
  /** For times that are told as dates. */
  readonly now?: Date | undefined;
  readonly cause?: unknown;
}

/**
 * What a refused request means: code, whose fault, whether and when to try again, in words that hold no key.
 * The decision is the first row of `RULES` that fits; `docs/errors.md` shows them.
 */
export function classify(error: WireError, context: RefusalContext = {}): CallError {
  const { target, provider, secrets = [], headers = {}, body, now = new Date(), cause } = context;
  const status = context.status !== undefined && context.status >= 300 ? context.status : error.status;
  const hasKey = context.hasKey ?? (context.secrets === undefined ? undefined : secrets.length > 0);
  const providersCode = error.code ?? awsType(headers);
  const rule = ruleFor({ ...error, code: providersCode, status, provider, hasKey });
  const { code } = rule;
  const known = CODE_MEANINGS[code];
  const fault = rule.fault ?? known.fault;
  const retryable = shouldRetry(headers, code) ?? rule.retryable ?? known.retryable;
  const retryAfterMs =
    retryable || code === "quota_spent" ? retryTimeOf({ headers, body, message: error.message, now }) : undefined;
  const show = (text: string | undefined) => (text === undefined ? undefined : redactSecrets(text, secrets));
  const providerMessage = show(error.message);
  const providerCode = show(providersCode ?? error.type);
  const field = show(error.param);
  return new CallError(
    code,
    refusalMessage({ code, status, providerCode, providerMessage, keyVariable: context.keyVariable }),
    {
      fault,
      retryable,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(target === undefined ? {} : { target }),
      ...(status === undefined ? {} : { status }),
      ...(providerCode === undefined ? {} : { providerCode }),
      ...(providerMessage === undefined ? {} : { providerMessage }),
      ...(field === undefined ? {} : { field }),
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/** AWS names the error in a header: `ValidationException:http://internal.amazon.com/…`. */
function awsType(headers: NonNullable<RefusalContext["headers"]>): string | undefined {
  const type = headers["x-amzn-errortype"];
  return typeof type === "string" ? /^[\w.]+/.exec(type)?.[0] : undefined;
}
